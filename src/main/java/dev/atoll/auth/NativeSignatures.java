package dev.atoll.auth;

import fr.acinq.secp256k1.Secp256k1;
import fr.acinq.secp256k1.Secp256k1Exception;
import java.util.Arrays;

/** Bitcoin's libsecp256k1 through JNI. */
final class NativeSignatures implements Signatures {
  private final Secp256k1 library;

  private NativeSignatures(Secp256k1 library) {
    this.library = library;
  }

  /**
   * Loads the library and signs once with it, since some platforms load what they cannot run.
   *
   * @throws Throwable of whatever kind when it cannot be used, {@link UnsatisfiedLinkError} among them
   */
  static NativeSignatures load() {
    NativeSignatures signatures = new NativeSignatures(Secp256k1.get());
    byte[] secret = new byte[32];
    Arrays.fill(secret, (byte) 1);
    EthereumKey key = signatures.key(secret);
    byte[] hash = Keccak.personal("self test");
    if (!signatures.recover(hash, signatures.sign(hash, key)).equals(key.address())) {
      throw new IllegalStateException("self test failed");
    }
    return signatures;
  }

  @Override
  public String recover(byte[] hash, EthereumSignature signature) {
    try {
      return addressOf(library.ecdsaRecover(signature.compact(), hash, signature.recoveryId()));
    } catch (Secp256k1Exception e) {
      throw new AuthRefusedException(AuthRefusal.BAD_SIGNATURE);
    }
  }

  @Override
  public EthereumSignature sign(byte[] hash, EthereumKey key) {
    byte[] compact = library.sign(hash, key.secret(), null);
    EthereumSignature even = EthereumSignature.of(compact, 0);
    // the library keeps the recovery id to itself: the right one is that which leads back to the
    // key
    return isOf(key, hash, even) ? even : EthereumSignature.of(compact, 1);
  }

  private boolean isOf(EthereumKey key, byte[] hash, EthereumSignature signature) {
    try {
      return recover(hash, signature).equals(key.address());
    } catch (AuthRefusedException e) {
      return false;
    }
  }

  @Override
  public EthereumKey key(byte[] secret) {
    if (!EthereumKey.isSecret(secret)) {
      throw new IllegalArgumentException("not a private key");
    }
    return new EthereumKey(secret.clone(), addressOf(library.pubkeyCreate(secret)));
  }

  /** The library's keys have a leading byte that says "uncompressed". */
  private static String addressOf(byte[] publicKey) {
    return EthereumAddress.ofPublicKey(Arrays.copyOfRange(publicKey, 1, publicKey.length));
  }
}
