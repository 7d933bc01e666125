using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace LowLatencyMM.Host.Configuration;

/// <summary>Trust in one certificate that no authority vouches for: a simulator's own.</summary>
public static class CertificateTrust
{
    /// <summary>Accepts what the system accepts, and besides the certificate with the given SHA-256 thumbprint (hex); null for the system's own check.</summary>
    public static RemoteCertificateValidationCallback? Pinned(string? thumbprint)
    {
        if (thumbprint is null)
            return null;
        return (_, certificate, _, errors) => errors == SslPolicyErrors.None
            || (certificate is X509Certificate2 given && given.GetCertHashString(HashAlgorithmName.SHA256).Equals(thumbprint, StringComparison.OrdinalIgnoreCase));
    }
}
