package main

import (
	"fmt"
	"net"
	"time"

	"github.com/segmentio/analytics-go/v3"
)

// everySegmentCall makes all calls of Segment's library and waits until they are delivered.
func everySegmentCall() error {
	if err := beginLibrary("github.com/segmentio/analytics-go/v3"); err != nil {
		return err
	}
	delivered := newDeliveries()
	client, err := analytics.NewWithConfig(writeKey, analytics.Config{
		Endpoint:       gateway,
		Interval:       200 * time.Millisecond,
		Callback:       segmentCallback{delivered},
		DefaultContext: &analytics.Context{Timezone: "Europe/Berlin"},
	})
	if err != nil {
		return err
	}
	calls := append(fullSegmentCalls(), bareSegmentCalls()...)
	calls = append(calls, largeSegmentCalls()...)
	for _, made := range calls {
		say(made.call)
		if err := client.Enqueue(made.message); err != nil {
			return fmt.Errorf("%s: %w", made.Call, err)
		}
	}
	delivered.await(len(calls))
	return client.Close()
}

type segmentCall struct {
	call
	message analytics.Message
}

type segmentCallback struct{ deliveries }

func (c segmentCallback) Success(analytics.Message)              { c.succeeded() }
func (c segmentCallback) Failure(_ analytics.Message, err error) { c.failed(err) }

// With all options. The events' context has what the client's default says, unless they say otherwise.
func fullSegmentCalls() []segmentCall {
	user, device := run+"-segment-user", run+"-segment-device"
	context := segmentContext()
	options := analytics.Integrations(integrations)
	expect := object{
		"userId": user, "anonymousId": device, "timestamp": happenedText,
		"context": segmentContextMeant.with(object{"timezone": "Asia/Kolkata"}), "integrations": integrations,
	}
	named := func(label, kind string, more object, message analytics.Message) segmentCall {
		id := object{"messageId": segmentID(label)}
		return segmentCall{call{label, id, expect.with(object{"type": kind}).with(more)}, message}
	}
	return []segmentCall{
		named("track", "track", object{"event": "Tee bestellt ☕", "properties": meant}, analytics.Track{
			MessageId: segmentID("track"), UserId: user, AnonymousId: device, Timestamp: happenedAt,
			Context: context, Integrations: options, Event: "Tee bestellt ☕", Properties: analytics.Properties(values),
		}),
		named("identify", "identify", object{"traits": meant}, analytics.Identify{
			MessageId: segmentID("identify"), UserId: user, AnonymousId: device, Timestamp: happenedAt,
			Context: context, Integrations: options, Traits: analytics.Traits(values),
		}),
		named("group", "group", object{"groupId": "g-1", "traits": meant}, analytics.Group{
			MessageId: segmentID("group"), UserId: user, AnonymousId: device, Timestamp: happenedAt,
			Context: context, Integrations: options, GroupId: "g-1", Traits: analytics.Traits(values),
		}),
		named("page", "page", object{"name": "Tee ☕", "properties": meant}, analytics.Page{
			MessageId: segmentID("page"), UserId: user, AnonymousId: device, Timestamp: happenedAt,
			Context: context, Integrations: options, Name: "Tee ☕", Properties: analytics.Properties(values),
		}),
		named("screen", "screen", object{"name": "Tee ☕", "properties": meant}, analytics.Screen{
			MessageId: segmentID("screen"), UserId: user, AnonymousId: device, Timestamp: happenedAt,
			Context: context, Integrations: options, Name: "Tee ☕", Properties: analytics.Properties(values),
		}),
		named("alias", "alias", object{"previousId": run + "-segment-before", "anonymousId": absent}, analytics.Alias{
			MessageId: segmentID("alias"), PreviousId: run + "-segment-before", UserId: user, Timestamp: happenedAt,
			Context: context, Integrations: options,
		}),
		named("track by pointer", "track", object{"event": "Pointed At", "properties": segmentOrderMeant}, &analytics.Track{
			MessageId: segmentID("track by pointer"), UserId: user, AnonymousId: device, Timestamp: happenedAt,
			Context: context, Integrations: options, Event: "Pointed At", Properties: segmentOrder(),
		}),
		named("identify by setters", "identify", object{"traits": segmentPersonMeant}, &analytics.Identify{
			MessageId: segmentID("identify by setters"), UserId: user, AnonymousId: device, Timestamp: happenedAt,
			Context: context, Integrations: options, Traits: segmentPerson(),
		}),
		// The setters write the key "all", not "All".
		named("track with integrations by setters", "track", object{
			"event": "Set", "integrations": object{"all": false, "Mixpanel": true, "Salesforce": false, "Slack": object{"channel": "c"}},
		}, analytics.Track{
			MessageId: segmentID("track with integrations by setters"), UserId: user, AnonymousId: device, Timestamp: happenedAt,
			Context: context, Event: "Set",
			Integrations: analytics.NewIntegrations().DisableAll().Enable("Mixpanel").Disable("Salesforce").Set("Slack", object{"channel": "c"}),
		}),
	}
}

// With as little as they take: ids, times and the library are the library's own.
func bareSegmentCalls() []segmentCall {
	user, device := run+"-segment-bare-user", run+"-segment-bare-device"
	common := object{
		"messageId": generatedID, "timestamp": generatedTime, "integrations": absent,
		"context": object{"library": segmentLibrary, "timezone": "Europe/Berlin"},
	}
	bare := func(kind string, own object, message analytics.Message) segmentCall {
		where := object{"type": kind}.with(own)
		return segmentCall{call{"bare " + kind, where, common.with(where)}, message}
	}
	return []segmentCall{
		bare("track", object{"anonymousId": device, "event": "Bare"}, analytics.Track{AnonymousId: device, Event: "Bare"}),
		bare("identify", object{"anonymousId": device}, analytics.Identify{AnonymousId: device}),
		bare("group", object{"userId": user, "groupId": "g-2"}, analytics.Group{UserId: user, GroupId: "g-2"}),
		bare("page", object{"userId": user}, analytics.Page{UserId: user}),
		bare("screen", object{"userId": user}, analytics.Screen{UserId: user}),
		bare("alias", object{"userId": user, "previousId": device}, analytics.Alias{UserId: user, PreviousId: device}),
	}
}

// Events as large as the library lets them be (32,000 bytes), more than fit into one of its batches (500,000 bytes).
func largeSegmentCalls() []segmentCall {
	calls := make([]segmentCall, 20)
	for step := range calls {
		label, note := fmt.Sprintf("large %d", step), largeText(31_500)
		calls[step] = segmentCall{
			call{label, object{"messageId": segmentID(label)}, object{"event": "Large", "properties": object{"note": note}}},
			analytics.Track{
				MessageId: segmentID(label), UserId: run + "-segment-user", Event: "Large",
				Properties: analytics.NewProperties().Set("note", note),
			},
		}
	}
	return calls
}

func segmentID(label string) string { return run + "-segment-" + label }

// The library knows itself as an older one.
var segmentLibrary = object{"name": "analytics-go", "version": analytics.Version}

func segmentContext() *analytics.Context {
	return &analytics.Context{
		App:       analytics.AppInfo{Name: "Tee", Version: "1.2.3", Build: "7", Namespace: "example.shop"},
		Campaign:  analytics.CampaignInfo{Name: "spring", Source: "mail", Medium: "email", Term: "tea", Content: "top"},
		Device:    analytics.DeviceInfo{Id: "d-1", Manufacturer: "m", Model: "m1", Name: "n", Type: "server", Version: "2", AdvertisingID: "ad-1"},
		Location:  analytics.LocationInfo{City: "Köln", Country: "DE", Region: "NW", Latitude: 50.9375, Longitude: -6.96, Speed: 1.5},
		Network:   analytics.NetworkInfo{Bluetooth: true, Cellular: true, WIFI: true, Carrier: "c"},
		OS:        analytics.OSInfo{Name: "Linux", Version: "6.1"},
		Page:      analytics.PageInfo{Hash: "#h", Path: "/tee", Referrer: "https://r.example/", Search: "?x=1&y=ü", Title: "Tee ☕", URL: "https://shop.example/tee?x=1&y=ü"},
		Referrer:  analytics.ReferrerInfo{Type: "t", Name: "n", URL: "https://r.example/", Link: "l"},
		Screen:    analytics.ScreenInfo{Density: 2, Width: 320, Height: 568},
		IP:        net.ParseIP("2001:db8::7"),
		Direct:    true,
		Locale:    "de-DE",
		GroupID:   "g-1",
		Timezone:  "Asia/Kolkata",
		UserAgent: "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0",
		Traits:    analytics.Traits{"plan": "pro", "nested": object{"deep": nil}},
		Extra:     map[string]any{"active": false, "sessionId": int64(9007199254740993), "own ☕": object{"list": []any{1, nil}}},
	}
}

var segmentContextMeant = object{
	"app":       object{"name": "Tee", "version": "1.2.3", "build": "7", "namespace": "example.shop"},
	"campaign":  object{"name": "spring", "source": "mail", "medium": "email", "term": "tea", "content": "top"},
	"device":    object{"id": "d-1", "manufacturer": "m", "model": "m1", "name": "n", "type": "server", "version": "2", "advertisingId": "ad-1"},
	"library":   segmentLibrary,
	"location":  object{"city": "Köln", "country": "DE", "region": "NW", "latitude": 50.9375, "longitude": -6.96, "speed": 1.5},
	"network":   object{"bluetooth": true, "cellular": true, "wifi": true, "carrier": "c"},
	"os":        object{"name": "Linux", "version": "6.1"},
	"page":      object{"hash": "#h", "path": "/tee", "referrer": "https://r.example/", "search": "?x=1&y=ü", "title": "Tee ☕", "url": "https://shop.example/tee?x=1&y=ü"},
	"referrer":  object{"type": "t", "name": "n", "url": "https://r.example/", "link": "l"},
	"screen":    object{"density": 2, "width": 320, "height": 568},
	"ip":        "2001:db8::7",
	"direct":    true,
	"locale":    "de-DE",
	"groupId":   "g-1",
	"userAgent": "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0",
	"traits":    object{"plan": "pro", "nested": object{"deep": nil}},
	"active":    false,
	"sessionId": int64(9007199254740993),
	"own ☕":     object{"list": []any{1, nil}},
}

func segmentOrder() analytics.Properties {
	return analytics.NewProperties().
		SetRevenue(64.5).SetCurrency("EUR").SetValue(1e-7).SetPath("/p").SetReferrer("r").SetTitle("t").SetURL("u").
		SetName("n").SetCategory("c").SetSKU("s").SetPrice(9.99).SetProductId("p-1").SetOrderId("o-1").SetTotal(74.5).
		SetSubtotal(64.5).SetShipping(5).SetTax(5).SetDiscount(0).SetCoupon("TEE").SetRepeat(true).
		SetProducts(analytics.Product{ID: "p-1", SKU: "A-1", Name: "Tee", Price: 9.99}, analytics.Product{ID: "p-2"})
}

// The library writes a product's SKU as "sky".
var segmentOrderMeant = object{
	"revenue": 64.5, "currency": "EUR", "value": 1e-7, "path": "/p", "referrer": "r", "title": "t", "url": "u",
	"name": "n", "category": "c", "sku": "s", "price": 9.99, "id": "p-1", "orderId": "o-1", "total": 74.5,
	"subtotal": 64.5, "shipping": 5, "tax": 5, "discount": 0, "coupon": "TEE", "repeat": true,
	"products": []any{object{"id": "p-1", "sky": "A-1", "name": "Tee", "price": 9.99}, object{"id": "p-2", "price": 0}},
}

func segmentPerson() analytics.Traits {
	return analytics.NewTraits().
		SetAddress("Köln").SetAge(42).SetAvatar("a").SetBirthday(happenedAt).SetCreatedAt(happenedAt).SetDescription("d").
		SetEmail("a@shop.example").SetFirstName("Zoë").SetGender("f").SetLastName("L").SetName("Zoë L").SetPhone("1").
		SetTitle("Dr").SetUsername("z").SetWebsite("w")
}

var segmentPersonMeant = object{
	"address": "Köln", "age": 42, "avatar": "a", "birthday": happenedText, "createdAt": happenedText, "description": "d",
	"email": "a@shop.example", "firstName": "Zoë", "gender": "f", "lastName": "L", "name": "Zoë L", "phone": "1",
	"title": "Dr", "username": "z", "website": "w",
}
