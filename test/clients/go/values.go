package main

import (
	"encoding/json"
	"math"
	"math/big"
	"strings"
	"time"
)

type plan struct {
	Name   string `json:"name"`
	Seats  int    `json:"seats,omitempty"`
	hidden string
	Tags   []string `json:"tags"`
}

var (
	// The archive has milliseconds; the event itself keeps its digits and its zone.
	happenedAt   = time.Date(2026, 3, 1, 15, 30, 0, 123456789, time.FixedZone("", 5*3600+1800))
	happenedText = "2026-03-01T15:30:00.123456789+05:30"
	beyond64Bits = new(big.Int).Add(new(big.Int).Lsh(big.NewInt(1), 64), big.NewInt(1))
	integrations = object{"All": false, "Google Analytics": object{"clientId": "17.4"}, "Mixpanel": true}
)

// awkward has values that get lost between a language, JSON and a database.
var awkward = object{
	"text":                            "Grüße, 東京 🍵 \"quoted\" \\ back\u2028line\u0000\t</script> & more",
	"empty":                           "",
	"zero":                            0,
	"negativeZero":                    math.Copysign(0, -1),
	"price":                           0.1 + 0.2,
	"single":                          float32(0.1),
	"small":                           1e-7,
	"tiny":                            math.SmallestNonzeroFloat64,
	"huge":                            math.MaxFloat64,
	"beyond53Bits":                    int64(9007199254740993),
	"largest":                         uint64(math.MaxUint64),
	"smallest":                        int64(math.MinInt64),
	"beyond64Bits":                    beyond64Bits,
	"written":                         json.Number("1234567890.12345678901234567890e-5"),
	"raw":                             json.RawMessage(`{"as":"it is","number":1.50}`),
	"yes":                             true,
	"no":                              false,
	"nothing":                         nil,
	"list":                            []any{1, "two", nil, []any{3, []any{4, object{"five": 5}}}, []any{}, object{}},
	"nested":                          object{"products": []any{object{"sku": "A-1", "price": 9.99}}},
	"looksLikeADate":                  "2026-03-01T10:00:00Z",
	"key with spaces.dots and-dashes": 1,
	"":                                "a key of no letters",
	"ключ 🔑":                          "a key of other letters",
	"constructor":                     "no function",
	"__proto__":                       object{"polluted": true},
}

// converted has what encoding/json makes something else of, because JSON has no word for it; convertedTo has what.
var (
	converted = object{
		"made":    happenedAt,
		"bytes":   []byte("Tee"),
		"invalid": "half\xffway",
		"wait":    1500 * time.Millisecond,
		"plan":    plan{Name: "pro", hidden: "unseen"},
		"byId":    map[int]string{12: "a key of digits"},
		"pointer": &beyond64Bits,
		"large":   big.NewFloat(1.5),
	}
	convertedTo = object{
		"made":    happenedText,
		"bytes":   "VGVl",
		"invalid": "half\ufffdway",
		"wait":    1500000000,
		"plan":    object{"name": "pro", "tags": nil},
		"byId":    object{"12": "a key of digits"},
		"pointer": beyond64Bits,
		"large":   "1.5",
	}
	values = awkward.with(converted)
	meant  = awkward.with(convertedTo)
)

// largeText takes `bytes` bytes of JSON, most of them of letters that take three.
func largeText(bytes int) string {
	return strings.Repeat("茶", bytes/3) + strings.Repeat("x", bytes%3)
}
