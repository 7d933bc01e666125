using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace LowLatencyMM.Bench.Wire;

/// <summary>A certificate that is good for a measurement on this machine and nothing else.</summary>
internal static class LoopbackCertificate
{
    /// <summary>Takes any certificate: the peer is this program.</summary>
    public static readonly RemoteCertificateValidationCallback TakeAny = static (_, _, _, _) => true;

    public static X509Certificate2 Create()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        using X509Certificate2 made = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);
    }
}
