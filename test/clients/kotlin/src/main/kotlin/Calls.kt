import com.segment.analytics.kotlin.core.Analytics
import com.segment.analytics.kotlin.core.BaseEvent
import com.segment.analytics.kotlin.core.EnrichmentClosure
import com.segment.analytics.kotlin.core.TrackEvent
import com.segment.analytics.kotlin.core.compat.JavaAnalytics
import com.segment.analytics.kotlin.core.platform.Plugin
import com.segment.analytics.kotlin.core.utilities.disableCloudIntegrations
import com.segment.analytics.kotlin.core.utilities.disableIntegration
import com.segment.analytics.kotlin.core.utilities.enableCloudIntegrations
import com.segment.analytics.kotlin.core.utilities.enableIntegration
import com.segment.analytics.kotlin.core.utilities.putInContext
import com.segment.analytics.kotlin.core.utilities.putInContextUnderKey
import com.segment.analytics.kotlin.core.utilities.putIntegrations
import com.segment.analytics.kotlin.core.utilities.removeFromContext
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.buildJsonObject
import kotlinx.serialization.json.put
import kotlinx.serialization.json.putJsonObject

private val USER = "$RUN-user"
private val KNOWN_USER = "$RUN-known-user"
private val DEVICE = "$RUN-device"
private const val LARGE_EVENTS = 20

/** The calls of the library. An event's id, time and context are given in its `enrichment`. */
class Calls(
    private val analytics: Analytics,
    private val upload: Upload,
) {
    private val library =
        buildJsonObject {
            put("name", "analytics-kotlin")
            put("version", Analytics.version())
        }
    private var calls = 0

    fun makeAll() {
        anonymous()
        known()
        full()
        changedByHelpers()
        ofOtherValues()
        large()
        unsendable()
        renamed()
        forgotten()
        upload.await(analytics, calls)
    }

    /** Ids, time and library are the library's own; the gateway adds the device's address. */
    private fun anonymous() {
        val where = members("type" to "track", "event" to "$RUN Opened")
        say("bare track", where, bare() + objectOf("userId" to ABSENT, "anonymousId" to GENERATED_ID))
        analytics.track("$RUN Opened")
        // What is tracked before the settings are there waits for them, and would get the person's id.
        upload.awaitStored(calls)
    }

    /** The library remembers who was identified. */
    private fun known() {
        val user = members("userId" to KNOWN_USER)
        say("bare identify", members("type" to "identify") + user, bare() + objectOf("traits" to ABSENT))
        analytics.identify(KNOWN_USER)
        until("the person to be known") { analytics.userId() == KNOWN_USER }
        say("known track", members("event" to "$RUN Known"), bare() + user)
        analytics.track("$RUN Known")
        say("bare screen", members("type" to "screen", "name" to "$RUN Bare"), bare() + user + members("category" to ""))
        analytics.screen("$RUN Bare")
        say("bare group", members("groupId" to "$RUN-bare"), bare() + user + objectOf("traits" to ABSENT))
        analytics.group("$RUN-bare")
        upload.awaitStored(calls)
    }

    private fun full() {
        analytics.track("Tee bestellt ☕", VALUES, fully("track", members("event" to "Tee bestellt ☕") + PROPERTIES))
        analytics.identify(USER, VALUES, fully("identify", TRAITS))
        analytics.identify(VALUES, fully("identify without id", TRAITS))
        analytics.group("g-1", VALUES, fully("group", members("groupId" to "g-1") + TRAITS))
        val named = members("name" to "Tee ☕", "category" to "Docs")
        analytics.screen("Tee ☕", VALUES, "Docs", fully("screen", named + PROPERTIES))
    }

    private fun changedByHelpers() {
        val integrations =
            buildJsonObject {
                put("Mixpanel", true)
                put("Salesforce", false)
                putJsonObject("Slack") { put("channel", "c") }
            }
        analytics.track("Helped", enrichment = called("helpers", objectOf("integrations" to integrations)) {
            it.enableIntegration("Mixpanel").disableIntegration("Salesforce")
                .putIntegrations("Slack", mapOf("channel" to "c"))
                .putInContext("kept", 1).putInContext("dropped", true).removeFromContext("dropped")
                .putInContextUnderKey("app", "name", "Tee")
        })
        analytics.track("To None", enrichment = called("none", objectOf("integrations" to MIXPANEL_ALONE)) {
            it.enableIntegration("Mixpanel").disableCloudIntegrations(listOf("Mixpanel"))
        })
        analytics.track("To All", enrichment = called("all", objectOf("integrations" to ALL_BUT_MIXPANEL)) {
            it.enableCloudIntegrations(listOf("Mixpanel"))
        })
        val plugin =
            object : Plugin {
                override val type = Plugin.Type.Enrichment
                override lateinit var analytics: Analytics

                override fun execute(event: BaseEvent): BaseEvent = event.putInContext("plugged", true)
            }
        analytics.add(plugin)
        analytics.track("Plugged In", enrichment = called("plugin", objectOf("context" to buildJsonObject { put("plugged", true) })))
        until("the plugin to be used") { said.all { it.isMade } }
        analytics.remove(plugin)
    }

    private fun ofOtherValues() {
        analytics.track("Of a Map", MAP, called("map", objectOf("properties" to MAP_MEANT)))
        analytics.track("Typed", ORDER, called("typed track", PROPERTIES_OF_ORDER))
        analytics.track("Typed", ORDER, ORDER_SERIALIZER, called("serialized track", PROPERTIES_OF_ORDER))
        analytics.identify(USER, ORDER, called("typed identify", TRAITS_OF_ORDER))
        analytics.identify(USER, ORDER, ORDER_SERIALIZER, called("serialized identify", TRAITS_OF_ORDER))
        analytics.identify(ORDER, ORDER_SERIALIZER, called("serialized identify without id", TRAITS_OF_ORDER))
        analytics.group("g-2", ORDER, called("typed group", TRAITS_OF_ORDER))
        analytics.group("g-2", ORDER, ORDER_SERIALIZER, called("serialized group", TRAITS_OF_ORDER))
        analytics.screen("Typed", ORDER, "Docs", called("typed screen", PROPERTIES_OF_ORDER))
        analytics.screen("Typed", ORDER, ORDER_SERIALIZER, "Docs", called("serialized screen", PROPERTIES_OF_ORDER))

        say("from Java", members("event" to "$RUN From Java"), bare() + objectOf("properties" to MAP_MEANT))
        JavaAnalytics(analytics).track("$RUN From Java", MAP)
        say("processed", members("event" to "$RUN Processed"), bare() + objectOf("properties" to MEANT))
        analytics.process(TrackEvent(VALUES, "$RUN Processed"))
    }

    /** Events as large as the library lets them be (32,000 characters), more than fit into one of its files (475,000 bytes). */
    private fun large() {
        repeat(LARGE_EVENTS) { step ->
            val properties = buildJsonObject { put("note", "茶".repeat(3_000) + "x".repeat(22_000)) }
            analytics.track("Large", properties, called("large $step", objectOf("properties" to properties)))
        }
    }

    /** What JSON has no word for the library does not send; the events around it arrive. */
    private fun unsendable() {
        analytics.track("$RUN Unsendable", buildJsonObject { put("number", Double.NaN) })
    }

    private fun renamed() {
        until("all events to be made") { said.all { it.isMade } }
        val where = members("type" to "alias", "userId" to "$RUN-renamed")
        say("alias", where, bare() + members("previousId" to USER))
        analytics.alias("$RUN-renamed")
        analytics.alias("$RUN-renamed-again", fully("alias with options", objectOf("previousId" to ANY_USER)))
        upload.await(analytics, calls)
    }

    /** Nobody is known afterwards, and the device is another. */
    private fun forgotten() {
        val before = analytics.anonymousId()
        analytics.reset()
        until("all to be forgotten") { analytics.anonymousId() != before }
        val device = members("anonymousId" to analytics.anonymousId())
        say("track after reset", members("event" to "$RUN Forgotten"), bare() + device + objectOf("userId" to ABSENT))
        analytics.track("$RUN Forgotten")
    }

    private class Said(var isMade: Boolean = false)

    private val said = mutableListOf<Said>()

    /** What the library's own members of an event are. */
    private fun bare() =
        objectOf(
            "messageId" to GENERATED_ID,
            "timestamp" to GENERATED_TIME,
            "integrations" to JsonObject(emptyMap()),
            "context" to
                buildJsonObject {
                    put("library", library)
                    put("instanceId", GENERATED_ID)
                    put("ip", "127.0.0.1")
                },
        )

    /** Gives an event all that a caller may give. */
    private fun fully(
        label: String,
        expect: JsonObject,
    ): EnrichmentClosure {
        val members =
            members("userId" to USER, "anonymousId" to DEVICE, "timestamp" to HAPPENED_AT) +
                objectOf("context" to CONTEXT + objectOf("library" to library), "integrations" to INTEGRATIONS)
        return called(label, members + expect) {
            it.userId = USER
            it.anonymousId = DEVICE
            it.timestamp = HAPPENED_AT
            CONTEXT.forEach { (name, value) -> it.putInContext(name, value) }
            INTEGRATIONS.forEach { (name, value) -> it.putIntegrations(name, value) }
            it
        }
    }

    /** Gives an event an id, and what `change` gives it. */
    private fun called(
        label: String,
        expect: JsonObject,
        change: (BaseEvent) -> BaseEvent = { it },
    ): EnrichmentClosure {
        val messageId = "$RUN-$label"
        say(label, members("messageId" to messageId), expect)
        val call = Said().also { said.add(it) }
        return { event ->
            event?.let {
                it.messageId = messageId
                call.isMade = true
                change(it)
            }
        }
    }

    private fun say(
        call: String,
        where: JsonObject,
        expect: JsonObject,
    ) {
        Report.say(call, where, expect)
        calls++
    }
}

private val PROPERTIES = objectOf("properties" to MEANT)
private val TRAITS = objectOf("traits" to MEANT)
private val PROPERTIES_OF_ORDER = objectOf("properties" to ORDER_MEANT)
private val TRAITS_OF_ORDER = objectOf("traits" to ORDER_MEANT)
private val ANY_USER = buildJsonObject { put("\$matches", "^$RUN-(user|renamed)$") }
private val MIXPANEL_ALONE =
    buildJsonObject {
        put("All", false)
        put("Mixpanel", true)
    }
private val ALL_BUT_MIXPANEL =
    buildJsonObject {
        put("All", true)
        put("Mixpanel", false)
    }
private val INTEGRATIONS =
    buildJsonObject {
        put("All", false)
        put("Mixpanel", true)
        putJsonObject("Google Analytics") { put("clientId", "17.4") }
    }

private fun members(vararg members: Pair<String, String>): JsonObject =
    JsonObject(members.associate { (name, value) -> name to (JsonPrimitive(value) as JsonElement) })
