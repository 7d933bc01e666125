using LowLatencyMM.Simulator.Faulting;
using Microsoft.AspNetCore.Http;

namespace LowLatencyMM.Simulator.Rest;

/// <summary>One request: its path below the base, its query, and what becomes of it.</summary>
internal sealed class RestCall
{
    public RestCall(HttpContext context, Faults faults)
    {
        Context = context;
        Path = context.Request.Path.Value![RestApi.BasePath.Length..].Split('/', StringSplitOptions.RemoveEmptyEntries);
        Query = new RestQuery(context.Request.Query);
        bool isWrite = Method != HttpMethods.Get;
        Fate = faults.NextRequest(isOrder: Method == HttpMethods.Post && Path is ["user", "order"], isWrite);
        Target = $"{Method} /{string.Join('/', Path)}{context.Request.QueryString}";
    }

    public HttpContext Context { get; }

    public string Method => Context.Request.Method;

    public string[] Path { get; }

    public RestQuery Query { get; }

    public RequestFate Fate { get; }

    /// <summary>How the fault log names it.</summary>
    public string Target { get; set; }
}
