package millrace.clients;

/** Every call of Segment's and of RudderStack's library for Java, with every option. */
final class Main {
  static final String GATEWAY = System.getenv("GATEWAY");
  static final String WRITE_KEY = System.getenv("WRITE_KEY");
  static final String RUN = System.getenv("RUN");

  public static void main(String[] args) {
    int exitCode = 0;
    try {
      SegmentCalls.makeAll();
      RudderCalls.makeAll();
    } catch (InterruptedException | RuntimeException error) {
      error.printStackTrace();
      exitCode = 1;
    }
    // The libraries' threads are no daemons.
    System.exit(exitCode);
  }

  private Main() {}
}
