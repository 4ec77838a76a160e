import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.buildJsonObject
import kotlinx.serialization.json.put
import java.io.FileDescriptor
import java.io.FileOutputStream
import java.io.PrintStream

val GENERATED_ID = buildJsonObject { put("\$matches", "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$") }
val GENERATED_TIME = buildJsonObject { put("\$matches", """^20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$""") }
val ABSENT = buildJsonObject { put("\$absent", true) }

/** What the program says on standard output. */
object Report {
    private val out = PrintStream(FileOutputStream(FileDescriptor.out), true, Charsets.UTF_8)

    fun beginLibrary(library: String, version: String) =
        out.println(objectOf("library" to JsonPrimitive(library), "version" to JsonPrimitive(version)))

    fun say(call: String, where: JsonObject, expect: JsonObject) =
        out.println(objectOf("call" to JsonPrimitive(call), "where" to where, "expect" to expect))
}

fun objectOf(vararg members: Pair<String, JsonElement>) = JsonObject(mapOf(*members))

/** The members of both; the later ones win. */
operator fun JsonObject.plus(other: JsonObject) = JsonObject(toMap() + other.toMap())
