using System.Text.Json.Serialization;

namespace LowLatencyMM.Feed.Rest;

/// <summary>
/// A value of an enumeration that the exchange may extend: what this version knows of it, and its text as written. A value that is not known
/// is no error and keeps its text.
/// </summary>
/// <remarks>Compares with members of <typeparamref name="T"/> directly: <c>order.Status == OrderStatus.New</c>. The default is the empty text.</remarks>
[JsonConverter(typeof(OpenEnumConverter))]
public readonly struct OpenEnum<T> : IEquatable<OpenEnum<T>>
    where T : struct, Enum
{
    private readonly string? _text;

    /// <summary>Reads the exchange's text, in any case.</summary>
    public OpenEnum(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        _text = text;
        Value = EnumNames<T>.Find(text);
    }

    private OpenEnum(T value)
    {
        _text = EnumNames<T>.NameOf(value);
        Value = value;
    }

    /// <summary>The member; <c>Unknown</c> for a text that this version does not know.</summary>
    public T Value { get; }

    /// <summary>The text as the exchange wrote it.</summary>
    public string Text => _text ?? "";

    /// <summary>This version knows the value.</summary>
    public bool IsKnown => !EqualityComparer<T>.Default.Equals(Value, default);

    /// <summary>A member with the exchange's text for it.</summary>
    public static implicit operator OpenEnum<T>(T value) => new(value);

    /// <summary>Same member, or, if it is not known, same text.</summary>
    public static bool operator ==(OpenEnum<T> left, OpenEnum<T> right) => left.Equals(right);

    /// <summary>Not <see cref="op_Equality"/>.</summary>
    public static bool operator !=(OpenEnum<T> left, OpenEnum<T> right) => !left.Equals(right);

    /// <inheritdoc/>
    public bool Equals(OpenEnum<T> other) =>
        EqualityComparer<T>.Default.Equals(Value, other.Value) && (IsKnown || Text == other.Text);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is OpenEnum<T> other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => IsKnown ? Value.GetHashCode() : Text.GetHashCode(StringComparison.Ordinal);

    /// <inheritdoc/>
    public override string ToString() => Text;
}
