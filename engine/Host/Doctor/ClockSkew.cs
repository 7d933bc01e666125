namespace LowLatencyMM.Host.Doctor;

/// <summary>
/// How far the exchange's clock is ahead of ours, from the Date of its answers. A Date is cut to the second, so one answer says little; each one bounds
/// the difference on both sides, and many that lie differently within their seconds leave a narrow interval.
/// </summary>
public sealed class ClockSkew
{
    private static readonly TimeSpan DateUnit = TimeSpan.FromSeconds(1);

    /// <summary>The exchange's clock is at least this far ahead.</summary>
    public TimeSpan AtLeast { get; private set; } = TimeSpan.MinValue;

    /// <summary>The exchange's clock is at most this far ahead.</summary>
    public TimeSpan AtMost { get; private set; } = TimeSpan.MaxValue;

    /// <summary>Whether the answers agree: a clock that was set meanwhile leaves nothing between the bounds.</summary>
    public bool IsKnown => AtLeast > TimeSpan.MinValue && AtLeast <= AtMost;

    /// <summary>The middle of what is possible.</summary>
    public TimeSpan Estimate => AtLeast + ((AtMost - AtLeast) / 2);

    /// <summary>Takes an answer.</summary>
    /// <param name="sent">Our time just before the request.</param>
    /// <param name="received">Our time just after the answer.</param>
    /// <param name="date">The answer's Date.</param>
    public void Add(DateTimeOffset sent, DateTimeOffset received, DateTimeOffset date)
    {
        // The exchange looked at its clock between the two, and read at least the Date and less than a second more.
        TimeSpan least = date - received, most = date + DateUnit - sent;
        AtLeast = least > AtLeast ? least : AtLeast;
        AtMost = most < AtMost ? most : AtMost;
    }
}
