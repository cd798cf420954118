package sluice.app.peers;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Which grant covers what a peer asks for: `app/docs/peers.md`, section 4.
class GrantedPlaceTest {
  private static final Set<Grants.Access> STORING = Set.of(Grants.Access.ADD, Grants.Access.WRITE);

  private final Grants grants =
      Grants.NONE.withFolders(
          List.of(
              folder(Grants.Access.READ, "/srv/out"),
              folder(Grants.Access.ADD, "/srv/in"),
              folder(Grants.Access.ADD, "/srv/in/deep"),
              folder(Grants.Access.WRITE, "/srv/in/deep"),
              folder(Grants.Access.WRITE, "/srv/other")));

  private static Grants.Folder folder(Grants.Access access, String path) {
    return new Grants.Folder(access, Path.of(path));
  }

  @ParameterizedTest
  @CsvSource({
    "'', ADD, /srv/in",
    "a/b, ADD, /srv/in/a/b",
    "a//b/, ADD, /srv/in/a/b",
    "/srv/in, ADD, /srv/in",
    "/srv/in/x, ADD, /srv/in/x",
    "/srv/in/deep/x, WRITE, /srv/in/deep/x",
    "//srv//other///y, WRITE, /srv/other/y",
  })
  void covers(String path, Grants.Access access, String place) {
    GrantedPlace granted = GrantedPlace.of(grants, STORING, path).orElseThrow();
    assertThat(granted.folder().access()).isEqualTo(access);
    assertThat(granted.path()).isEqualTo(Path.of(place));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "..",
        "../in",
        "a/../../x",
        "./a",
        "a/./b",
        "/",
        "/srv",
        "/srv/inner",
        "/srv/out",
        "/srv/out/x",
        "/etc/passwd",
        "/srv/in/../out",
        "/srv/in\u0000/x",
        "a\u0000",
      })
  void doesNotCover(String path) {
    assertThat(GrantedPlace.of(grants, STORING, path)).isEmpty();
  }

  @Test
  void oneKindOfAccessIsNoOther() {
    assertThat(GrantedPlace.of(grants, Set.of(Grants.Access.READ), "/srv/in")).isEmpty();
    assertThat(GrantedPlace.of(grants, Set.of(Grants.Access.READ), "x"))
        .map(GrantedPlace::path)
        .isEqualTo(Optional.of(Path.of("/srv/out/x")));
    assertThat(GrantedPlace.of(Grants.NONE, STORING, "")).isEmpty();
  }

  @Test
  void nobodyAsksDeeperThanThereAreFolders() {
    String path = "a/".repeat(GrantedPlace.MAX_DEPTH + 1);
    assertThat(GrantedPlace.of(grants, STORING, path)).isEmpty();
  }

  @Test
  void takingBackIsNoticed() {
    Grants less = grants.withFolders(grants.folders().subList(0, 2));
    assertThat(grants.covers(less)).isTrue();
    assertThat(less.covers(grants)).isFalse();
    assertThat(grants.covers(grants.withDeletion(Grants.Deletion.ALLOWED))).isFalse();
    assertThat(grants.withMaxBytes(java.util.OptionalLong.of(5)).covers(grants)).isFalse();
  }
}
