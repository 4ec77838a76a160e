package millrace.clients;

import static millrace.clients.Main.RUN;
import static millrace.clients.Report.ABSENT;
import static millrace.clients.Report.GENERATED_ID;
import static millrace.clients.Report.GENERATED_TIME;
import static millrace.clients.Report.merged;
import static millrace.clients.Values.CONTEXT;
import static millrace.clients.Values.HAPPENED_AT;
import static millrace.clients.Values.HAPPENED_TEXT;
import static millrace.clients.Values.INTEGRATIONS;
import static millrace.clients.Values.MEANT;
import static millrace.clients.Values.VALUES;

import com.google.gson.GsonBuilder;
import com.segment.analytics.Analytics;
import com.segment.analytics.Callback;
import com.segment.analytics.MessageInterceptor;
import com.segment.analytics.MessageTransformer;
import com.segment.analytics.internal.AnalyticsVersion;
import com.segment.analytics.messages.AliasMessage;
import com.segment.analytics.messages.GroupMessage;
import com.segment.analytics.messages.IdentifyMessage;
import com.segment.analytics.messages.Message;
import com.segment.analytics.messages.MessageBuilder;
import com.segment.analytics.messages.PageMessage;
import com.segment.analytics.messages.ScreenMessage;
import com.segment.analytics.messages.TrackMessage;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** The calls of Segment's library. */
final class SegmentCalls {
  private static final String USER = RUN + "-segment-user";
  private static final String DEVICE = RUN + "-segment-device";
  private static final Map<String, Object> LIBRARY =
      Map.of("name", "analytics-java", "version", AnalyticsVersion.get());

  private final Deliveries deliveries = new Deliveries();
  private int calls;

  /** Makes all calls and waits until their events are delivered. */
  static void makeAll() throws InterruptedException {
    Report.beginLibrary("com.segment.analytics.java:analytics", AnalyticsVersion.get());
    SegmentCalls made = new SegmentCalls();
    made.full();
    made.bare();
    made.large();
    made.imported();
    made.withNulls();
    made.changedOnTheWay();
  }

  private Analytics.Builder client() {
    return Analytics.builder(Main.WRITE_KEY)
        .endpoint(Main.GATEWAY)
        .flushInterval(1, TimeUnit.SECONDS)
        .callback(
            new Callback() {
              @Override
              public void success(Message message) {
                deliveries.succeeded();
              }

              @Override
              public void failure(Message message, Throwable error) {
                deliveries.failed(error);
              }
            });
  }

  private void full() throws InterruptedException {
    Analytics analytics = client().build();
    Map<String, Object> named = Map.of("name", "Tee ☕", "properties", MEANT);
    call(
        analytics,
        "track",
        TrackMessage.builder("Tee bestellt ☕").properties(VALUES),
        Map.of("type", "track", "event", "Tee bestellt ☕", "properties", MEANT));
    call(
        analytics,
        "identify",
        IdentifyMessage.builder().traits(VALUES),
        Map.of("type", "identify", "traits", MEANT));
    call(
        analytics,
        "group",
        GroupMessage.builder("g-1").traits(VALUES),
        Map.of("type", "group", "groupId", "g-1", "traits", MEANT));
    call(
        analytics,
        "page",
        PageMessage.builder("Tee ☕").category("Docs").properties(VALUES),
        merged(named, Map.of("type", "page", "category", "Docs")));
    call(
        analytics,
        "screen",
        ScreenMessage.builder("Tee ☕").properties(VALUES),
        merged(named, Map.of("type", "screen")));
    call(
        analytics,
        "alias",
        AliasMessage.builder(RUN + "-segment-before"),
        Map.of("type", "alias", "previousId", RUN + "-segment-before"));
    finish(analytics);
  }

  /** Makes a call with all options. */
  private void call(
      Analytics analytics, String label, MessageBuilder<?, ?> builder, Map<String, ?> expect) {
    String messageId = RUN + "-segment-" + label;
    builder.messageId(messageId);
    builder.userId(USER);
    builder.anonymousId(DEVICE);
    builder.timestamp(HAPPENED_AT);
    builder.context(CONTEXT);
    builder.enableIntegration("All", false);
    builder.enableIntegration("Mixpanel", true);
    builder.integrationOptions("Google Analytics", Values.GOOGLE_OPTIONS);
    Map<String, Object> common =
        Map.of(
            "userId", USER,
            "anonymousId", DEVICE,
            "timestamp", HAPPENED_TEXT,
            "context", merged(CONTEXT, Map.of("library", LIBRARY, "instanceId", GENERATED_ID)),
            "integrations", INTEGRATIONS);
    enqueue(analytics, builder, label, Map.of("messageId", messageId), merged(common, expect));
  }

  /** With as little as they take: ids, times and the library are the library's own. */
  private void bare() throws InterruptedException {
    Analytics analytics = client().build();
    String user = RUN + "-segment-bare-user";
    String device = RUN + "-segment-bare-device";
    Map<String, Object> ofUser = Map.of("userId", user);
    Map<String, Object> ofDevice = Map.of("anonymousId", device);
    bare(analytics, TrackMessage.builder("Bare").anonymousId(device), "track", merged(ofDevice, Map.of("event", "Bare")));
    bare(analytics, IdentifyMessage.builder().userId(user), "identify", ofUser);
    bare(analytics, GroupMessage.builder("g-2").userId(user), "group", merged(ofUser, Map.of("groupId", "g-2")));
    bare(analytics, PageMessage.builder("Bare").userId(user), "page", merged(ofUser, Map.of("name", "Bare")));
    bare(analytics, ScreenMessage.builder("Bare").userId(user), "screen", merged(ofUser, Map.of("name", "Bare")));
    bare(analytics, AliasMessage.builder(device).userId(user), "alias", merged(ofUser, Map.of("previousId", device)));

    // The ids may be UUIDs.
    UUID id = UUID.randomUUID();
    Map<String, String> ids = Map.of("messageId", id.toString(), "anonymousId", id.toString());
    enqueue(
        analytics,
        TrackMessage.builder("Of Ids").messageId(id).anonymousId(id),
        "ids",
        ids,
        merged(ids, Map.of("event", "Of Ids", "userId", ABSENT)));
    finish(analytics);
  }

  private void bare(Analytics analytics, MessageBuilder<?, ?> builder, String type, Map<String, ?> members) {
    Map<String, Object> where = merged(members, Map.of("type", type));
    Map<String, Object> common =
        Map.of(
            "messageId", GENERATED_ID,
            "timestamp", GENERATED_TIME,
            "context", Map.of("library", LIBRARY, "instanceId", GENERATED_ID),
            "integrations", Map.of());
    enqueue(analytics, builder, "bare " + type, where, merged(common, where));
  }

  /** Events as large as the library lets them be (32 KB), more than fit into one of its batches (500 KB). */
  private void large() throws InterruptedException {
    Analytics analytics = client().build();
    for (int step = 0; step < 20; step++) {
      String label = "large " + step;
      Map<String, Object> properties = Map.of("note", Values.largeText(32_300));
      String messageId = RUN + "-segment-" + label;
      enqueue(
          analytics,
          TrackMessage.builder("Large").userId(USER).messageId(messageId).properties(properties),
          label,
          Map.of("messageId", messageId),
          Map.of("event", "Large", "properties", properties));
    }
    finish(analytics);
  }

  /** Of the past, to an address that is given whole. One `sentAt` counts for its batch. */
  private void imported() throws InterruptedException {
    Analytics.Builder builder = client();
    builder.endpoint = null;
    Analytics analytics = builder.setUploadURL(Main.GATEWAY + "/v1/import").build();
    String messageId = RUN + "-segment-imported";
    Date sentAt = Date.from(Instant.parse("2026-03-02T10:00:00Z"));
    enqueue(
        analytics,
        TrackMessage.builder("Imported").userId(USER).messageId(messageId).timestamp(HAPPENED_AT).sentAt(sentAt),
        "imported",
        Map.of("messageId", messageId),
        Map.of("event", "Imported", "timestamp", HAPPENED_TEXT, "sentAt", "2026-03-02T10:00:00.000Z"));
    finish(analytics);
  }

  /** Where Gson is told to write null, it does so for all that an event does not say. */
  private void withNulls() throws InterruptedException {
    Analytics analytics = client().gsonBuilder(new GsonBuilder().serializeNulls()).build();
    String messageId = RUN + "-segment-nulls";
    enqueue(
        analytics,
        TrackMessage.builder("Of Nulls").userId(USER).messageId(messageId).properties(Values.NULLS),
        "nulls",
        Map.of("messageId", messageId),
        Map.of("event", "Of Nulls", "properties", Values.NULLS));
    finish(analytics);
  }

  /** Through what an app puts between, and without waiting for room in the queue. */
  private void changedOnTheWay() throws InterruptedException {
    Analytics analytics =
        client()
            .messageTransformer(
                new MessageTransformer() {
                  @Override
                  public boolean transform(MessageBuilder message) {
                    message.anonymousId(DEVICE);
                    return message.type() != Message.Type.screen;
                  }
                })
            .messageInterceptor(
                new MessageInterceptor() {
                  @Override
                  public Message intercept(Message message) {
                    return message.type() == Message.Type.page ? null : message;
                  }
                })
            .flushQueueSize(1)
            .queueCapacity(10)
            .retries(5)
            .build();
    analytics.enqueue(PageMessage.builder("Intercepted").userId(USER));
    analytics.enqueue(ScreenMessage.builder("Held Back").userId(USER));
    String messageId = RUN + "-segment-offered";
    Report.say(
        "offered",
        Map.of("messageId", messageId),
        Map.of("event", "Offered", "userId", USER, "anonymousId", DEVICE));
    if (!analytics.offer(TrackMessage.builder("Offered").userId(USER).messageId(messageId))) {
      throw new IllegalStateException("the queue has no room");
    }
    calls++;
    finish(analytics);
  }

  private void enqueue(
      Analytics analytics,
      MessageBuilder<?, ?> builder,
      String label,
      Map<String, ?> where,
      Map<String, ?> expect) {
    Report.say(label, where, expect);
    analytics.enqueue(builder);
    calls++;
  }

  private void finish(Analytics analytics) throws InterruptedException {
    analytics.flush();
    deliveries.await(calls);
    calls = 0;
    analytics.shutdown();
  }
}
