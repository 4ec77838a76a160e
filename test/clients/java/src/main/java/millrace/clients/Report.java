package millrace.clients;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** What the program says on standard output. */
final class Report {
  static final Map<String, Object> GENERATED_ID =
      Map.of("$matches", "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$");
  static final Map<String, Object> GENERATED_TIME =
      Map.of("$matches", "^20\\d\\d-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z$");
  static final Map<String, Object> ABSENT = Map.of("$absent", true);

  private static final Gson GSON = new GsonBuilder().serializeNulls().create();
  private static final PrintStream OUT =
      new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);

  static void beginLibrary(String library, String version) {
    OUT.println(GSON.toJson(Map.of("library", library, "version", version)));
  }

  static void say(String call, Map<String, ?> where, Map<String, ?> expect) {
    OUT.println(GSON.toJson(Map.of("call", call, "where", where, "expect", expect)));
  }

  /** The members of all of these; the later ones win. */
  @SafeVarargs
  static Map<String, Object> merged(Map<String, ?>... objects) {
    Map<String, Object> sum = new LinkedHashMap<>();
    for (Map<String, ?> object : objects) sum.putAll(object);
    return sum;
  }

  private Report() {}
}
