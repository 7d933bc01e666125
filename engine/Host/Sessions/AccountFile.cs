using System.Text.Json;
using System.Text.Json.Serialization;

namespace LowLatencyMM.Host.Sessions;

/// <summary>
/// What must outlive a process so that no order id and no nonce is ever used twice: the last order epoch and the next free
/// nonce of one account, in one small file beside the sessions, with a lock that keeps a second engine away.
/// </summary>
/// <remarks>
/// Format: one JSON object <c>{"format":1,"orderEpoch":E,"nextNonce":N}</c>. It is written to a temporary file, synced and
/// renamed, so that it is always whole. A block of nonces is on disk before its first nonce can be used; a crash loses at
/// most a block.
/// </remarks>
public sealed class AccountFile : IDisposable
{
    /// <summary>Nonces taken from the file at a time.</summary>
    public const int NonceBlockSize = 4096;

    /// <summary>The largest nonce that the exchange takes; the next one is 1 again.</summary>
    public const long LastNonce = int.MaxValue;

    private const int Format = 1;

    private readonly string _path;
    private readonly FileStream _lock;
    private State _state;

    private AccountFile(string path, FileStream lockFile, State state)
    {
        _path = path;
        _lock = lockFile;
        _state = state;
    }

    /// <summary>The upper part of this process's order numbers: larger than any that this account used before.</summary>
    public long OrderEpoch => _state.OrderEpoch;

    /// <summary>Opens or creates the account's file, takes its lock and begins a new order epoch.</summary>
    /// <param name="directory">The folder that also holds the sessions.</param>
    /// <param name="account">Chain and vault, as a file name.</param>
    /// <param name="unixSeconds">The wall time; the epoch is at least this.</param>
    /// <param name="firstNonce">Where a new account's nonces begin (random, 1 to <see cref="LastNonce"/>).</param>
    /// <exception cref="UserErrorException">Locked by another process (10), unreadable (3), or the folder cannot be written (1).</exception>
    public static AccountFile Open(string directory, string account, long unixSeconds, long firstNonce)
    {
        string path = Path.Combine(directory, $"account-{account}.json");
        FileStream? lockFile = null;
        try
        {
            Directory.CreateDirectory(directory);
            lockFile = LockFile.Take(path + ".lock", "another process uses this account and journal folder; stop it first or choose another --journal");
            State last = File.Exists(path) ? Read(path) : new State(Format, 0, firstNonce);
            var file = new AccountFile(path, lockFile, last with { OrderEpoch = Math.Max(last.OrderEpoch + 1, unixSeconds) });
            file.Write();
            return file;
        }
        catch (Exception e)
        {
            lockFile?.Dispose();
            if (e is IOException or UnauthorizedAccessException)
                throw new UserErrorException(ExitCode.Failure, $"{directory}: the journal folder cannot be used: {e.Message}", e);
            throw;
        }
    }

    /// <summary>Takes the next block of nonces; it is on disk when this returns. Returns its first nonce.</summary>
    public long ReserveNonces()
    {
        long first = _state.NextNonce;
        _state = _state with { NextNonce = (first - 1 + NonceBlockSize) % LastNonce + 1 };
        Write();
        return first;
    }

    /// <inheritdoc/>
    public void Dispose() => _lock.Dispose();

    private static State Read(string path)
    {
        State? state;
        try
        {
            state = JsonSerializer.Deserialize(File.ReadAllBytes(path), AccountFileJson.Default.State);
        }
        catch (JsonException e)
        {
            throw Unreadable(path, $"it is not JSON (line {e.LineNumber + 1})", e);
        }
        if (state is not { Format: Format })
            throw Unreadable(path, $"its format is {state?.Format}, expected {Format}");
        if (state.NextNonce is < 1 or > LastNonce)
            throw Unreadable(path, $"nextNonce is {state.NextNonce}, expected 1 to {LastNonce}");
        if (state.OrderEpoch is < 0 or > uint.MaxValue)
            throw Unreadable(path, $"orderEpoch is {state.OrderEpoch}, expected 0 to {uint.MaxValue}");
        return state;
    }

    private static UserErrorException Unreadable(string path, string why, Exception? inner = null) =>
        new(ExitCode.Configuration, $"{path}: {why}. It keeps order ids and nonces from being used twice: restore it, or delete it only if every order of this account is closed.", inner);

    private void Write()
    {
        string temporary = _path + ".tmp";
        using (var stream = new FileStream(temporary, FileMode.Create, FileAccess.Write))
        {
            JsonSerializer.Serialize(stream, _state, AccountFileJson.Default.State);
            stream.Flush(flushToDisk: true);
        }
        File.Move(temporary, _path, overwrite: true);
    }

    internal sealed record State(int Format, long OrderEpoch, long NextNonce);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(AccountFile.State))]
internal sealed partial class AccountFileJson : JsonSerializerContext;
