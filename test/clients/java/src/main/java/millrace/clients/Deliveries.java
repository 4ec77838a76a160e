package millrace.clients;

import java.util.concurrent.Semaphore;

/** Is told by a library what became of each event. */
final class Deliveries {
  private final Semaphore settled = new Semaphore(0);

  void succeeded() {
    settled.release();
  }

  void failed(Throwable error) {
    System.err.println("an event was given up: " + error);
    settled.release();
  }

  /** Waits for so many events: a client that is shut down waits for a second. */
  void await(int events) throws InterruptedException {
    settled.acquire(events);
  }
}
