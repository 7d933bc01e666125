using System.Text;
using LowLatencyMM.Simulator.Matching;
using LowLatencyMM.Simulator.Wire;

namespace LowLatencyMM.Simulator.Rest;

/// <summary>An HTTP answer in the exchange's envelope.</summary>
internal readonly record struct RestAnswer(int Status, byte[] Body, bool IsJson = true)
{
    public static RestAnswer Ok { get; } = new(200, Encoding.UTF8.GetBytes("{\"status\":\"OK\"}"));

    /// <summary>An answer with data that a function writes.</summary>
    public static RestAnswer Data(Action<Utf8Text> write)
    {
        Utf8Text text = new();
        text.Raw("{\"status\":\"OK\",\"data\":"u8);
        write(text);
        text.Raw((byte)'}');
        return new RestAnswer(200, text.Written.ToArray());
    }

    /// <summary>An answer with an array of objects.</summary>
    public static RestAnswer List<T>(IEnumerable<T> items, Action<Utf8Text, T> write) => Data(text => WriteList(text, items, write));

    /// <summary>One page of an array that descends by id.</summary>
    public static RestAnswer Page<T>(IReadOnlyList<T> items, long? lastId, Action<Utf8Text, T> write)
    {
        Utf8Text text = new();
        WriteList(text.Raw("{\"status\":\"OK\",\"data\":"u8), items, write);
        text.Raw(",\"pagination\":{\"cursor\":"u8);
        if (lastId is long cursor)
            text.Integer(cursor);
        else
            text.Raw("null"u8);
        text.Raw(",\"count\":"u8).Integer(items.Count).Raw("}}"u8);
        return new RestAnswer(200, text.Written.ToArray());
    }

    public static RestAnswer Error(RequestError error)
    {
        Utf8Text text = new();
        text.Raw("{\"status\":\"ERROR\",\"error\":{\"code\":"u8).Integer(error.Code)
            .Raw(",\"message\":"u8).Quoted(error.Message).Raw("}}"u8);
        return new RestAnswer(error.HttpStatus, text.Written.ToArray());
    }

    public static RestAnswer Error(int status, string message) => Error(new RequestError(status, status, message));

    /// <summary>One of four forms that an error before the application may have: JSON, nothing, a proxy's page.</summary>
    public static RestAnswer ServerError(int form) => form switch
    {
        0 => Error(500, "Internal error"),
        1 => new RestAnswer(500, []),
        2 => new RestAnswer(502, "<html><head><title>502 Bad Gateway</title></head></html>"u8.ToArray(), IsJson: false),
        _ => new RestAnswer(503, [], IsJson: false),
    };

    private static void WriteList<T>(Utf8Text text, IEnumerable<T> items, Action<Utf8Text, T> write)
    {
        text.Raw((byte)'[');
        bool first = true;
        foreach (T item in items)
        {
            if (!first)
                text.Raw((byte)',');
            first = false;
            write(text, item);
        }
        text.Raw((byte)']');
    }
}
