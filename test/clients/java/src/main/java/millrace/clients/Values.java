package millrace.clients;

import static millrace.clients.Report.merged;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What the calls say, and what it means. */
final class Values {
  enum Plan {
    PRO
  }

  /** Gson writes the fields of an object, but no transient ones. */
  static final class Product {
    final String sku = "A-1";
    final double price = 9.99;
    final transient String stock = "unseen";
  }

  static final Date HAPPENED_AT = Date.from(Instant.parse("2026-03-01T10:00:00.123Z"));
  static final String HAPPENED_TEXT = "2026-03-01T10:00:00.123Z";

  static final Map<String, Object> AWKWARD = awkward();

  /** What the library makes something else of, because JSON has no word for it; {@link #CONVERTED_TO} has what. */
  static final Map<String, Object> CONVERTED =
      Map.ofEntries(
          Map.entry("made", HAPPENED_AT),
          Map.entry("nestedDates", List.of(HAPPENED_AT, Map.of("at", HAPPENED_AT))),
          Map.entry("letter", 'é'),
          Map.entry("plan", Plan.PRO),
          Map.entry("id", UUID.fromString("00000000-0000-4000-8000-000000000001")),
          Map.entry("array", new int[] {1, 2, 3}),
          Map.entry("bytes", new byte[] {84, -1}),
          Map.entry("byId", Map.of(12, "a key of digits")),
          Map.entry("product", new Product()),
          // Half of a pair is no letter of UTF-8.
          Map.entry("loneSurrogate", "half \ud83c way"));

  static final Map<String, Object> CONVERTED_TO =
      Map.ofEntries(
          Map.entry("made", HAPPENED_TEXT),
          Map.entry("nestedDates", List.of(HAPPENED_TEXT, Map.of("at", HAPPENED_TEXT))),
          Map.entry("letter", "é"),
          Map.entry("plan", "PRO"),
          Map.entry("id", "00000000-0000-4000-8000-000000000001"),
          Map.entry("array", List.of(1, 2, 3)),
          Map.entry("bytes", List.of(84, -1)),
          Map.entry("byId", Map.of("12", "a key of digits")),
          Map.entry("product", Map.of("sku", "A-1", "price", 9.99)),
          Map.entry("loneSurrogate", "half ? way"));

  /** Gson leaves out members that are null, unless it is told not to. */
  static final Map<String, Object> NULLS =
      merged(
          Collections.singletonMap("nothing", null),
          Map.of("holder", Collections.singletonMap("nothing", null)));

  static final Map<String, Object> VALUES = merged(AWKWARD, CONVERTED, NULLS);
  static final Map<String, Object> MEANT = merged(AWKWARD, CONVERTED_TO, Map.of("holder", Map.of()));

  static final Map<String, Object> CONTEXT =
      Map.ofEntries(
          Map.entry("ip", "2001:db8::7"),
          Map.entry("active", false),
          Map.entry("app", Map.of("name", "Tee", "version", "1.2.3", "build", 7)),
          Map.entry("campaign", Map.of("name", "spring", "source", "mail")),
          Map.entry("groupId", "g-1"),
          Map.entry("locale", "de-DE"),
          Map.entry("page", Map.of("url", "https://shop.example/tee?x=1&y=ü", "title", "Tee ☕")),
          Map.entry("timezone", "Europe/Berlin"),
          Map.entry("traits", Map.of("plan", "pro", "since", 1)),
          Map.entry("own ☕", Map.of("list", Arrays.asList(1, null, 9007199254740993L))));

  static final Map<String, Object> GOOGLE_OPTIONS = Map.of("clientId", "17.4", "sampled", 0.5);
  static final Map<String, Object> INTEGRATIONS =
      Map.of("All", false, "Mixpanel", true, "Google Analytics", GOOGLE_OPTIONS);

  /** A text of so many bytes, most of them of letters that take three. */
  static String largeText(int bytes) {
    return "茶".repeat(bytes / 3) + "x".repeat(bytes % 3);
  }

  private static Map<String, Object> awkward() {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("text", "Grüße, 東京 🍵 \"quoted\" \\ back\u2028line\u0000\t</script> & more = 'less'");
    values.put("empty", "");
    values.put("zero", 0);
    values.put("negativeZero", -0.0);
    values.put("price", 0.1 + 0.2);
    values.put("single", 0.1f);
    values.put("whole", 12.0);
    values.put("small", 1e-7);
    values.put("tiny", Double.MIN_VALUE);
    values.put("huge", Double.MAX_VALUE);
    values.put("beyond53Bits", 9007199254740993L);
    values.put("largest", Long.MAX_VALUE);
    values.put("smallest", Long.MIN_VALUE);
    values.put("beyond64Bits", BigInteger.ONE.shiftLeft(64).add(BigInteger.ONE));
    values.put("decimal", new BigDecimal("12345.12345678901234567890123456789"));
    values.put("exponent", new BigDecimal("1E+400"));
    values.put("yes", true);
    values.put("no", false);
    values.put("list", Arrays.asList(1, "two", null, List.of(3, List.of(4, Map.of("five", 5))), List.of(), Map.of()));
    values.put("nested", Map.of("products", List.of(Map.of("sku", "A-1", "price", 9.99))));
    values.put("looksLikeADate", "2026-03-01T10:00:00Z");
    values.put("key with spaces.dots and-dashes", 1);
    values.put("", "a key of no letters");
    values.put("ключ 🔑", "a key of other letters");
    values.put("constructor", "no function");
    values.put("__proto__", Map.of("polluted", true));
    return values;
  }

  private Values() {}
}
