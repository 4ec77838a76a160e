import kotlinx.serialization.ExperimentalSerializationApi
import kotlinx.serialization.builtins.ListSerializer
import kotlinx.serialization.builtins.MapSerializer
import kotlinx.serialization.builtins.nullable
import kotlinx.serialization.builtins.serializer
import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonNull
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.JsonUnquotedLiteral
import kotlinx.serialization.json.add
import kotlinx.serialization.json.addJsonArray
import kotlinx.serialization.json.addJsonObject
import kotlinx.serialization.json.buildJsonArray
import kotlinx.serialization.json.buildJsonObject
import kotlinx.serialization.json.put
import kotlinx.serialization.json.putJsonArray
import kotlinx.serialization.json.putJsonObject
import java.math.BigDecimal
import java.math.BigInteger

const val HAPPENED_AT = "2026-03-01T10:00:00.123456Z"

@OptIn(ExperimentalSerializationApi::class)
private val AWKWARD =
    buildJsonObject {
        put("text", "Grüße, 東京 🍵 \"quoted\" \\ back\u2028line\u0000\t</script> & more")
        put("empty", "")
        put("zero", 0)
        put("negativeZero", -0.0)
        put("price", 0.1 + 0.2)
        put("single", 0.1f)
        put("whole", 12.0)
        put("small", 1e-7)
        put("tiny", Double.MIN_VALUE)
        put("huge", Double.MAX_VALUE)
        put("beyond53Bits", 9007199254740993)
        put("largest", Long.MAX_VALUE)
        put("smallest", Long.MIN_VALUE)
        put("unsigned", JsonPrimitive(ULong.MAX_VALUE))
        put("written", JsonUnquotedLiteral("1234567890.12345678901234567890e-5"))
        put("yes", true)
        put("no", false)
        put("nothing", JsonNull)
        putJsonArray("list") {
            add(1)
            add("two")
            add(JsonNull)
            addJsonArray { addJsonObject { put("five", 5) } }
            addJsonArray {}
            addJsonObject {}
        }
        putJsonObject("nested") { putJsonArray("products") { addJsonObject { put("sku", "A-1") } } }
        put("looksLikeADate", "2026-03-01T10:00:00Z")
        put("looksLikeANumber", "0012")
        put("key with spaces.dots and-dashes", 1)
        put("", "a key of no letters")
        put("ключ 🔑", "a key of other letters")
        put("constructor", "no function")
        putJsonObject("__proto__") { put("polluted", true) }
    }

/** What the library makes something else of, and what that is. */
private val CONVERTED =
    buildJsonObject {
        // A number that is no Long becomes a Double.
        put("beyond64Bits", BigInteger.ONE.shiftLeft(64) + BigInteger.ONE)
        put("decimal", BigDecimal("0.12345678901234567890"))
        // Half of a pair is no letter of UTF-8.
        put("loneSurrogate", "half \ud83c way")
    }
private val CONVERTED_TO =
    buildJsonObject {
        put("beyond64Bits", 18446744073709552000.0)
        put("decimal", 0.12345678901234568)
        put("loneSurrogate", "half ? way")
    }

val VALUES = AWKWARD + CONVERTED
val MEANT = AWKWARD + CONVERTED_TO

/** Values of the language instead of JSON; the library makes null of what it does not know. */
val MAP: Map<String, Any> =
    mapOf(
        "text" to "Tee ☕",
        "letter" to 'é',
        "int" to 1,
        "long" to Long.MAX_VALUE,
        "float" to 0.1f,
        "byte" to (-1).toByte(),
        "unsigned" to UInt.MAX_VALUE,
        "set" to setOf(1, 2),
        "array" to arrayOf("a", mapOf("b" to 1.5)),
        "ints" to intArrayOf(1, 2),
        "pair" to ("a" to 1),
        "unknown" to BigDecimal.ONE,
        "json" to buildJsonArray { add(1) },
    )
val MAP_MEANT =
    buildJsonObject {
        put("text", "Tee ☕")
        put("letter", "é")
        put("int", 1)
        put("long", Long.MAX_VALUE)
        put("float", 0.1f)
        put("byte", -1)
        put("unsigned", 4294967295)
        put("set", JsonArray(listOf(JsonPrimitive(1), JsonPrimitive(2))))
        putJsonArray("array") {
            add("a")
            addJsonObject { put("b", 1.5) }
        }
        put("ints", JsonArray(listOf(JsonPrimitive(1), JsonPrimitive(2))))
        putJsonObject("pair") {
            put("first", "a")
            put("second", 1)
        }
        put("unknown", JsonNull)
        put("json", JsonArray(listOf(JsonPrimitive(1))))
    }

/** What the generic calls write with the serializers of the language. */
val ORDER: Map<String, List<Long?>> = mapOf("quantities ☕" to listOf(1, null, Long.MAX_VALUE), "none" to emptyList())
val ORDER_SERIALIZER = MapSerializer(String.serializer(), ListSerializer(Long.serializer().nullable))
val ORDER_MEANT =
    buildJsonObject {
        putJsonArray("quantities ☕") {
            add(1)
            add(JsonNull)
            add(Long.MAX_VALUE)
        }
        putJsonArray("none") {}
    }

val CONTEXT: JsonObject =
    buildJsonObject {
        put("ip", "203.0.113.7")
        put("active", false)
        putJsonObject("app") {
            put("name", "Tee")
            put("build", 7)
        }
        putJsonObject("device") {
            put("type", "android")
            put("adTrackingEnabled", true)
        }
        put("locale", "de-DE")
        put("timezone", "Europe/Berlin")
        putJsonObject("own ☕") { put("large", 9007199254740993) }
    }
