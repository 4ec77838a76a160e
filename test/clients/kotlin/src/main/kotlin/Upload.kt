import com.segment.analytics.kotlin.core.Analytics
import com.segment.analytics.kotlin.core.BaseEvent
import com.segment.analytics.kotlin.core.platform.policies.FlushPolicy
import java.io.File
import java.util.concurrent.atomic.AtomicInteger

private const val EVERY_MS = 500L
private const val WITHIN_MS = 120_000L

/** Knows when events are in the library's files, and when they have left them. */
class Upload : FlushPolicy {
    private val stored = AtomicInteger()

    /** Comes once an event is in its file. */
    override fun updateState(event: BaseEvent) {
        stored.incrementAndGet()
    }

    override fun shouldFlush() = false

    /** Waits until so many events are in the library's files. */
    fun awaitStored(events: Int) = until("$events events in files") { stored.get() >= events }

    /** Flushes until all of so many events were stored, and no file is left: the library keeps one that it is to send again. */
    fun await(analytics: Analytics, events: Int) {
        awaitStored(events)
        until("the files to be sent") {
            analytics.flush()
            File(folderOf(analytics), "events").list().isNullOrEmpty()
        }
    }

    /** Removes what the library remembers of this write key. */
    fun forget(analytics: Analytics) {
        folderOf(analytics).deleteRecursively()
    }

    private fun folderOf(analytics: Analytics) = File("/tmp/analytics-kotlin/${analytics.configuration.writeKey}")
}

fun until(what: String, isSo: () -> Boolean) {
    val end = System.currentTimeMillis() + WITHIN_MS
    while (!isSo()) {
        check(System.currentTimeMillis() < end) { "waited in vain for $what" }
        Thread.sleep(EVERY_MS)
    }
}
