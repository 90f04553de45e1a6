package dev.atoll.auth;

import java.math.BigInteger;
import org.web3j.crypto.ECDSASignature;
import org.web3j.crypto.ECKeyPair;
import org.web3j.crypto.Sign;
import org.web3j.utils.Numeric;

/** Pure Java by web3j's crypto, for platforms the native library does not know. */
final class Web3jSignatures implements Signatures {
  private static final int PUBLIC_KEY = 64;
  private static final int NUMBER = 32;

  @Override
  public String recover(byte[] hash, EthereumSignature signature) {
    ECDSASignature numbers = new ECDSASignature(signature.r(), signature.s());
    BigInteger publicKey = recovered(signature.recoveryId(), numbers, hash);
    return EthereumAddress.ofPublicKey(Numeric.toBytesPadded(publicKey, PUBLIC_KEY));
  }

  private static BigInteger recovered(int recoveryId, ECDSASignature numbers, byte[] hash) {
    BigInteger publicKey;
    try {
      publicKey = Sign.recoverFromSignature(recoveryId, numbers, hash);
    } catch (IllegalArgumentException e) {
      // r is the x of no point
      throw new AuthRefusedException(AuthRefusal.BAD_SIGNATURE);
    }
    // web3j takes the point at infinity, which anybody can sign for, as the key 0
    if (publicKey == null || publicKey.signum() == 0) {
      throw new AuthRefusedException(AuthRefusal.BAD_SIGNATURE);
    }
    return publicKey;
  }

  @Override
  public EthereumSignature sign(byte[] hash, EthereumKey key) {
    ECKeyPair pair = ECKeyPair.create(key.secret());
    ECDSASignature numbers = pair.sign(hash);
    byte[] compact = new byte[2 * NUMBER];
    System.arraycopy(Numeric.toBytesPadded(numbers.r, NUMBER), 0, compact, 0, NUMBER);
    System.arraycopy(Numeric.toBytesPadded(numbers.s, NUMBER), 0, compact, NUMBER, NUMBER);
    boolean even = pair.getPublicKey().equals(Sign.recoverFromSignature(0, numbers, hash));
    return EthereumSignature.of(compact, even ? 0 : 1);
  }

  @Override
  public EthereumKey key(byte[] secret) {
    if (!EthereumKey.isSecret(secret)) {
      throw new IllegalArgumentException("not a private key");
    }
    BigInteger publicKey = Sign.publicKeyFromPrivate(new BigInteger(1, secret));
    byte[] bytes = Numeric.toBytesPadded(publicKey, PUBLIC_KEY);
    return new EthereumKey(secret.clone(), EthereumAddress.ofPublicKey(bytes));
  }
}
