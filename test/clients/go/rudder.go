package main

import (
	"encoding/json"
	"fmt"
	"net"
	"time"

	"github.com/rudderlabs/analytics-go/v4"
)

// everyRudderCall makes all calls of RudderStack's library and waits until they are delivered.
func everyRudderCall() error {
	if err := beginLibrary("github.com/rudderlabs/analytics-go/v4"); err != nil {
		return err
	}
	if err := makeRudderCalls(append(fullRudderCalls(), bareRudderCalls()...), 200*time.Millisecond); err != nil {
		return err
	}
	// Batches go when they are full, not when time is up.
	return makeRudderCalls(largeRudderCalls(), 3*time.Second)
}

func makeRudderCalls(calls []rudderCall, interval time.Duration) error {
	delivered := newDeliveries()
	client, err := analytics.NewWithConfig(writeKey, analytics.Config{
		DataPlaneUrl: gateway,
		Interval:     interval,
		Callback:     rudderCallback{delivered},
	})
	if err != nil {
		return err
	}
	for _, made := range calls {
		say(made.call)
		if err := client.Enqueue(made.message); err != nil {
			return fmt.Errorf("%s: %w", made.Call, err)
		}
	}
	delivered.await(len(calls))
	return client.Close()
}

type rudderCall struct {
	call
	message analytics.Message
}

type rudderCallback struct{ deliveries }

func (c rudderCallback) Success(analytics.Message)              { c.succeeded() }
func (c rudderCallback) Failure(_ analytics.Message, err error) { c.failed(err) }

// With all options.
func fullRudderCalls() []rudderCall {
	user, device := run+"-rudder-user", run+"-rudder-device"
	context := rudderContext()
	options := analytics.Integrations(integrations)
	expect := object{
		"userId": user, "anonymousId": device, "originalTimestamp": happenedText,
		"context": rudderContextMeant, "integrations": integrations, "channel": "server",
	}
	named := func(label, kind string, more object, message analytics.Message) rudderCall {
		id := object{"messageId": rudderID(label)}
		return rudderCall{call{label, id, expect.with(object{"type": kind}).with(more)}, message}
	}
	return []rudderCall{
		named("track", "track", object{"event": "Tee bestellt ☕", "properties": meant}, analytics.Track{
			MessageId: rudderID("track"), UserId: user, AnonymousId: device, OriginalTimestamp: happenedAt,
			Context: context, Integrations: options, Event: "Tee bestellt ☕", Properties: analytics.Properties(values),
		}),
		named("identify", "identify", object{"traits": meant}, analytics.Identify{
			MessageId: rudderID("identify"), UserId: user, AnonymousId: device, OriginalTimestamp: happenedAt,
			Context: context, Integrations: options, Traits: analytics.Traits(values),
		}),
		named("group", "group", object{"groupId": "g-1", "traits": meant}, analytics.Group{
			MessageId: rudderID("group"), UserId: user, AnonymousId: device, OriginalTimestamp: happenedAt,
			Context: context, Integrations: options, GroupId: "g-1", Traits: analytics.Traits(values),
		}),
		named("page", "page", object{"name": "Tee ☕", "properties": meant}, analytics.Page{
			MessageId: rudderID("page"), UserId: user, AnonymousId: device, OriginalTimestamp: happenedAt,
			Context: context, Integrations: options, Name: "Tee ☕", Properties: analytics.Properties(values),
		}),
		named("screen", "screen", object{"name": "Tee ☕", "properties": meant}, analytics.Screen{
			MessageId: rudderID("screen"), UserId: user, AnonymousId: device, OriginalTimestamp: happenedAt,
			Context: context, Integrations: options, Name: "Tee ☕", Properties: analytics.Properties(values),
		}),
		named("alias", "alias", object{"previousId": run + "-rudder-before", "anonymousId": absent}, analytics.Alias{
			MessageId: rudderID("alias"), PreviousId: run + "-rudder-before", UserId: user, OriginalTimestamp: happenedAt,
			Context: context, Integrations: options,
		}),
		named("track by pointer", "track", object{"event": "Pointed At", "properties": rudderOrderMeant}, &analytics.Track{
			MessageId: rudderID("track by pointer"), UserId: user, AnonymousId: device, OriginalTimestamp: happenedAt,
			Context: context, Integrations: options, Event: "Pointed At", Properties: rudderOrder(),
		}),
		named("identify by setters", "identify", object{"traits": rudderPersonMeant}, &analytics.Identify{
			MessageId: rudderID("identify by setters"), UserId: user, AnonymousId: device, OriginalTimestamp: happenedAt,
			Context: context, Integrations: options, Traits: rudderPerson(),
		}),
		// The setters write the key "all", not "All".
		named("track with integrations by setters", "track", object{
			"event": "Set", "integrations": object{"all": false, "Mixpanel": true, "Salesforce": false, "Slack": object{"channel": "c"}},
		}, analytics.Track{
			MessageId: rudderID("track with integrations by setters"), UserId: user, AnonymousId: device, OriginalTimestamp: happenedAt,
			Context: context, Event: "Set",
			Integrations: analytics.NewIntegrations().DisableAll().Enable("Mixpanel").Disable("Salesforce").Set("Slack", object{"channel": "c"}),
		}),
	}
}

// With as little as they take: ids, times and the library are the library's own.
func bareRudderCalls() []rudderCall {
	user, device := run+"-rudder-bare-user", run+"-rudder-bare-device"
	common := object{
		"messageId": generatedID, "originalTimestamp": generatedTime, "integrations": absent,
		"channel": "server", "context": object{"library": rudderLibrary},
	}
	bare := func(kind string, own object, message analytics.Message) rudderCall {
		where := object{"type": kind}.with(own)
		return rudderCall{call{"bare " + kind, where, common.with(where)}, message}
	}
	// An event of a user alone gets an anonymous id that no other has.
	bareOfUser := func(kind string, own object, message analytics.Message) rudderCall {
		made := bare(kind, own, message)
		made.Expect = made.Expect.with(object{"anonymousId": generatedID})
		return made
	}
	return []rudderCall{
		bare("track", object{"anonymousId": device, "event": "Bare"}, analytics.Track{AnonymousId: device, Event: "Bare"}),
		bare("identify", object{"anonymousId": device}, analytics.Identify{AnonymousId: device}),
		bareOfUser("group", object{"userId": user, "groupId": "g-2"}, analytics.Group{UserId: user, GroupId: "g-2"}),
		bareOfUser("page", object{"userId": user}, analytics.Page{UserId: user}),
		bareOfUser("screen", object{"userId": user}, analytics.Screen{UserId: user}),
		bare("alias", object{"userId": user, "previousId": device}, analytics.Alias{UserId: user, PreviousId: device}),
	}
}

// Sixteen of these fill a batch to the library's limit (512,000 bytes), into which it does not count the commas between them and that
// the time of sending, which it writes last, may have more digits.
const largeRudderBytes = 31_999

func largeRudderCalls() []rudderCall {
	calls := make([]rudderCall, 20)
	for step := range calls {
		label := fmt.Sprintf("large %02d", step)
		at := time.Date(2026, 3, 1, 10, 0, 0, 0, time.UTC)
		message := analytics.Track{
			Type: "track", Channel: "server", SentAt: at, Context: &analytics.Context{Library: analytics.LibraryInfo{Name: "analytics-go", Version: analytics.Version}},
			MessageId: rudderID(label), UserId: run + "-rudder-user", AnonymousId: run + "-rudder-device", Event: "Large", OriginalTimestamp: at,
			Properties: analytics.Properties{"note": ""},
		}
		empty, err := json.Marshal(message)
		if err != nil {
			panic(err)
		}
		note := largeText(largeRudderBytes - len(empty))
		message.Properties = analytics.Properties{"note": note}
		calls[step] = rudderCall{
			call{label, object{"messageId": rudderID(label)}, object{"event": "Large", "properties": object{"note": note}}},
			message,
		}
	}
	return calls
}

func rudderID(label string) string { return run + "-rudder-" + label }

// The library writes itself into the context that it is given.
var rudderLibrary = object{"name": "analytics-go", "version": analytics.Version}

func rudderContext() *analytics.Context {
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
		Timezone:  "Asia/Kolkata",
		UserAgent: "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0",
		Traits:    analytics.Traits{"plan": "pro", "nested": object{"deep": nil}},
		Extra:     map[string]any{"active": false, "sessionId": int64(9007199254740993), "own ☕": object{"list": []any{1, nil}}},
	}
}

var rudderContextMeant = object{
	"app":       object{"name": "Tee", "version": "1.2.3", "build": "7", "namespace": "example.shop"},
	"campaign":  object{"name": "spring", "source": "mail", "medium": "email", "term": "tea", "content": "top"},
	"device":    object{"id": "d-1", "manufacturer": "m", "model": "m1", "name": "n", "type": "server", "version": "2", "advertisingId": "ad-1"},
	"library":   rudderLibrary,
	"location":  object{"city": "Köln", "country": "DE", "region": "NW", "latitude": 50.9375, "longitude": -6.96, "speed": 1.5},
	"network":   object{"bluetooth": true, "cellular": true, "wifi": true, "carrier": "c"},
	"os":        object{"name": "Linux", "version": "6.1"},
	"page":      object{"hash": "#h", "path": "/tee", "referrer": "https://r.example/", "search": "?x=1&y=ü", "title": "Tee ☕", "url": "https://shop.example/tee?x=1&y=ü"},
	"referrer":  object{"type": "t", "name": "n", "url": "https://r.example/", "link": "l"},
	"screen":    object{"density": 2, "width": 320, "height": 568},
	"ip":        "2001:db8::7",
	"direct":    true,
	"locale":    "de-DE",
	"timezone":  "Asia/Kolkata",
	"userAgent": "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0",
	"traits":    object{"plan": "pro", "nested": object{"deep": nil}},
	"active":    false,
	"sessionId": int64(9007199254740993),
	"own ☕":     object{"list": []any{1, nil}},
}

func rudderOrder() analytics.Properties {
	return analytics.NewProperties().
		SetRevenue(64.5).SetCurrency("EUR").SetValue(1e-7).SetPath("/p").SetReferrer("r").SetTitle("t").SetURL("u").
		SetName("n").SetCategory("c").SetSKU("s").SetPrice(9.99).SetProductId("p-1").SetOrderId("o-1").SetTotal(74.5).
		SetSubtotal(64.5).SetShipping(5).SetTax(5).SetDiscount(0).SetCoupon("TEE").SetRepeat(true).
		SetProducts(analytics.Product{ID: "p-1", SKU: "A-1", Name: "Tee", Price: 9.99}, analytics.Product{ID: "p-2"})
}

// The library writes a product's SKU as "sky".
var rudderOrderMeant = object{
	"revenue": 64.5, "currency": "EUR", "value": 1e-7, "path": "/p", "referrer": "r", "title": "t", "url": "u",
	"name": "n", "category": "c", "sku": "s", "price": 9.99, "id": "p-1", "orderId": "o-1", "total": 74.5,
	"subtotal": 64.5, "shipping": 5, "tax": 5, "discount": 0, "coupon": "TEE", "repeat": true,
	"products": []any{object{"id": "p-1", "sky": "A-1", "name": "Tee", "price": 9.99}, object{"id": "p-2", "price": 0}},
}

func rudderPerson() analytics.Traits {
	return analytics.NewTraits().
		SetAddress("Köln").SetAge(42).SetAvatar("a").SetBirthday(happenedAt).SetCreatedAt(happenedAt).SetDescription("d").
		SetEmail("a@shop.example").SetFirstName("Zoë").SetGender("f").SetLastName("L").SetName("Zoë L").SetPhone("1").
		SetTitle("Dr").SetUsername("z").SetWebsite("w")
}

var rudderPersonMeant = object{
	"address": "Köln", "age": 42, "avatar": "a", "birthday": happenedText, "createdAt": happenedText, "description": "d",
	"email": "a@shop.example", "firstName": "Zoë", "gender": "f", "lastName": "L", "name": "Zoë L", "phone": "1",
	"title": "Dr", "username": "z", "website": "w",
}
