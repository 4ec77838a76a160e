import com.segment.analytics.kotlin.core.Analytics
import com.segment.analytics.kotlin.core.HTTPClient
import com.segment.analytics.kotlin.core.RequestFactory
import com.segment.analytics.kotlin.core.Telemetry
import com.segment.analytics.kotlin.core.platform.plugins.logger.LogMessage
import com.segment.analytics.kotlin.core.platform.plugins.logger.Logger
import java.net.HttpURLConnection
import java.net.URI
import kotlin.system.exitProcess

/** Every call of Segment's library for Kotlin, with every option, on a plain JVM. */
fun main() {
    Analytics.setLogger(
        object : Logger {
            override fun parseLog(log: LogMessage) = System.err.println("${log.kind}: ${log.message}")
        },
    )
    tellTheGatewayAlone()
    Report.beginLibrary("com.segment.analytics.kotlin:core", Analytics.version())
    val upload = Upload()
    val analytics =
        Analytics(environment("WRITE_KEY")) {
            application = "Tee"
            apiHost = HOST
            cdnHost = HOST
            requestFactory = PlainRequests
            flushPolicies = listOf(upload)
            errorHandler = { System.err.println("reported: $it") }
        }
    val exitCode = runCatching { Calls(analytics, upload).makeAll() }.onFailure { it.printStackTrace() }.fold({ 0 }, { 1 })
    upload.forget(analytics)
    // Its threads are no daemons.
    exitProcess(exitCode)
}

fun environment(name: String): String = requireNotNull(System.getenv(name)) { "$name is missing" }

val RUN = environment("RUN")

/** The library takes a host and a path, and writes https before it. */
private val HOST = "${URI(environment("GATEWAY")).authority}/v1"

private object PlainRequests : RequestFactory() {
    override fun openConnection(url: String): HttpURLConnection =
        super.openConnection(url.replaceFirst("https://", "http://"))
}

/** The library counts its own use, too. Settings say how often; until they are there it would tell its maker of its first error. */
private fun tellTheGatewayAlone() {
    Telemetry.host = HOST
    Telemetry.httpClient =
        HTTPClient(
            "",
            object : RequestFactory() {
                override fun upload(apiHost: String): HttpURLConnection =
                    openConnection("http://$apiHost/m").apply {
                        setRequestProperty("Content-Type", "text/plain")
                        doOutput = true
                        setChunkedStreamingMode(0)
                    }
            },
        )
}
