package dev.atoll.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.net.URI;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RealmAboutTest {
  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void stop() {
    Await.result(vertx.close());
  }

  @Test
  void leads_to_the_archipelago_door() {
    FakeRealm realm = Await.result(FakeRealm.start(vertx));

    RealmAbout about = Await.result(RealmAbout.of(vertx, realm.address()));

    assertThat(about.realmName()).isEqualTo("fake");
    assertThat(about.comms()).isEqualTo(new ConnectionString.Archipelago(realm.archipelago()));
  }

  @Test
  void says_for_people_why_a_realm_cannot_be_used() {
    assertThat(failure("127.0.0.1:1")).hasMessageContaining("http://127.0.0.1:1/about: ");
    assertThat(failure(serverThatAnswers(503, "{}"))).hasMessageContaining("it answers 503");
    assertThat(failure(serverThatAnswers(200, "{}"))).hasMessageContaining("no comms.adapter");
    assertThat(failure(serverThatAnswers(200, "<html>"))).hasMessageContaining("/about: ");
  }

  @Test
  void a_fixed_adapter_serves_where_no_adapter_is() {
    String about = "{\"comms\":{\"fixedAdapter\":\"offline:offline\"}}";

    RealmAbout read =
        Await.result(RealmAbout.of(vertx, RealmAddress.parse(serverThatAnswers(200, about))));

    assertThat(read.comms()).isEqualTo(new ConnectionString.Offline());
  }

  @Test
  void a_realms_address_is_read_as_people_write_it() {
    assertThat(RealmAddress.parse("localhost:8080").url())
        .isEqualTo(URI.create("http://localhost:8080"));
    assertThat(RealmAddress.parse("https://h/realm/").about())
        .isEqualTo(URI.create("https://h/realm/about"));
    for (String wrong : new String[] {"", "ftp://h", "http://", "http://h?x=y", "a b"}) {
      assertThatThrownBy(() -> RealmAddress.parse(wrong))
          .as(wrong)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  private Throwable failure(String realm) {
    return Await.failure(RealmAbout.of(vertx, RealmAddress.parse(realm)));
  }

  private String serverThatAnswers(int status, String body) {
    HttpServer server = Await.result(vertx
        .createHttpServer()
        .requestHandler(request -> request.response().setStatusCode(status).end(body))
        .listen(0, "127.0.0.1"));
    return "127.0.0.1:" + server.actualPort();
  }
}
