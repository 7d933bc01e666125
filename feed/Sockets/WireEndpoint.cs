using System.Net.Security;

namespace LowLatencyMM.Feed.Sockets;

/// <summary>Where and how to open a byte connection.</summary>
/// <param name="Host">Host name or address.</param>
/// <param name="Port">TCP port.</param>
/// <param name="Tls">Whether TLS is spoken.</param>
/// <param name="CertificateValidation">In place of the system's validation (a simulator with its own certificate), or null.</param>
internal readonly record struct WireEndpoint(string Host, int Port, bool Tls, RemoteCertificateValidationCallback? CertificateValidation)
{
    /// <summary>The endpoint of an http, https, ws or wss address.</summary>
    /// <exception cref="ArgumentException">Another scheme, or not an absolute address.</exception>
    public static WireEndpoint From(Uri address, RemoteCertificateValidationCallback? certificateValidation)
    {
        if (!address.IsAbsoluteUri)
            throw new ArgumentException($"'{address}' is no absolute address.", nameof(address));
        bool tls = address.Scheme switch
        {
            "https" or "wss" => true,
            "http" or "ws" => false,
            _ => throw new ArgumentException($"'{address}' has the scheme '{address.Scheme}': http, https, ws or wss is expected.", nameof(address)),
        };
        return new WireEndpoint(address.IdnHost, address.Port, tls, certificateValidation);
    }

    /// <summary>The value of the HTTP Host header.</summary>
    public string HostHeader => Port == (Tls ? 443 : 80) ? BracketedHost : $"{BracketedHost}:{Port}";

    private string BracketedHost => Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]" : Host;
}
