using System.Text.Json;

namespace LowLatencyMM.Feed.Orders;

/// <summary>
/// Reads the body of an answer, <c>{"status":"OK","data":{"id":N}}</c> or <c>{"status":"ERROR","error":{"code":N or "WORDS"}}</c>, in any
/// member order; other members are skipped. A body that is empty or no such JSON says nothing.
/// </summary>
/// <remarks>Hot path: no allocation, no exception for valid JSON.</remarks>
internal readonly record struct AnswerBody(bool IsOk, bool IsError, int ErrorCode, long OrderId)
{
    public static AnswerBody Read(ReadOnlySpan<byte> body)
    {
        try
        {
            var reader = new Utf8JsonReader(body);
            return body.IsEmpty ? default : ReadEnvelope(ref reader);
        }
        catch (JsonException)
        {
            // A proxy's page, or cut off: the HTTP status alone must do.
            return default;
        }
    }

    /// <summary>What status and body together say of the request: a known code first, the HTTP status where there is none.</summary>
    public AnswerOutcome OutcomeFor(int httpStatus)
    {
        if (IsError && ExtendedErrorCodes.Find(ErrorCode) is { } known)
            return known.Kind == ExtendedErrorKind.Server ? AnswerOutcome.Unknown : AnswerOutcome.Rejected;
        if (httpStatus is >= 200 and < 300)
        {
            if (IsError)
                return AnswerOutcome.Rejected;
            return IsOk ? AnswerOutcome.Accepted : AnswerOutcome.Unknown;
        }
        return httpStatus is >= 400 and < 500 and not 408 ? AnswerOutcome.Rejected : AnswerOutcome.Unknown;
    }

    private static AnswerBody ReadEnvelope(ref Utf8JsonReader reader)
    {
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            return default;
        bool isOk = false, isError = false;
        int code = 0;
        long id = 0;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            bool isStatus = reader.ValueTextEquals("status"u8);
            bool isData = reader.ValueTextEquals("data"u8);
            bool isErrorMember = reader.ValueTextEquals("error"u8);
            reader.Read();
            if (isStatus && reader.TokenType == JsonTokenType.String)
            {
                isOk = reader.ValueTextEquals("OK"u8) || reader.ValueTextEquals("ok"u8);
                isError |= reader.ValueTextEquals("ERROR"u8) || reader.ValueTextEquals("error"u8);
            }
            else if (isData && reader.TokenType == JsonTokenType.StartObject)
            {
                id = ReadMember(ref reader, "id"u8, inWords: 0);
            }
            else if (isErrorMember && reader.TokenType == JsonTokenType.StartObject)
            {
                isError = true;
                code = (int)Math.Clamp(ReadMember(ref reader, "code"u8, OrderAnswer.CodeInWords), int.MinValue, int.MaxValue);
            }
            else
            {
                reader.Skip();
            }
        }
        bool whole = !reader.Read();
        return whole ? new AnswerBody(isOk && !isError, isError, code, id) : default;
    }

    /// <summary>An integer member of the object, as a number or in a string; <paramref name="inWords"/> for other text, 0 if absent.</summary>
    private static long ReadMember(ref Utf8JsonReader reader, ReadOnlySpan<byte> name, long inWords)
    {
        long value = 0;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            bool wanted = reader.ValueTextEquals(name);
            reader.Read();
            if (wanted && reader.TokenType == JsonTokenType.Number)
                value = reader.TryGetInt64(out long number) ? number : inWords;
            else if (wanted && reader.TokenType == JsonTokenType.String)
                value = Numbers.DecimalText.ReadExact(reader.ValueSpan, 0, out long text) == Numbers.DecimalError.None ? text : inWords;
            else
                reader.Skip();
        }
        return value;
    }
}
