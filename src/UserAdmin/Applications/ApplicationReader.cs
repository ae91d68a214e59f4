using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Net;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using UserAdmin.Messaging;
using UserAdmin.Pipeline;
using UserAdmin.Roles;
using UserAdmin.Storage;

namespace UserAdmin.Applications;

/// <summary>
/// Returns what applications may do and what their keys open. Answers are remembered for two seconds and forgotten
/// whenever anyone's access may have changed: <see cref="Users.AccessReader"/> calls <see cref="Forget"/>.
/// </summary>
internal sealed class ApplicationReader(
    IDbContextFactory<WriteContext> contexts,
    ApplicationKeyUses uses,
    IRefusedAttempts attempts,
    TimeProvider time
) : IApplicationAccess, IApplicationKeys
{
    private static readonly TimeSpan _lifetime = TimeSpan.FromSeconds(2);

    // Whoever invents key ids must not fill the memory.
    private const int MostRemembered = 10_000;

    private static readonly Func<WriteContext, string, CancellationToken, Task<Application?>> _application =
        PerModel.Of(() =>
            EF.CompileAsyncQuery(
                (WriteContext context, string id, CancellationToken _) =>
                    context.Set<Application>().AsNoTracking().SingleOrDefault(row => row.Id == id)
            )
        );

    private static readonly Func<WriteContext, string, CancellationToken, Task<ApplicationKey?>> _key = PerModel.Of(
        () =>
            EF.CompileAsyncQuery(
                (WriteContext context, string keyId, CancellationToken _) =>
                    context.Set<ApplicationKey>().AsNoTracking().SingleOrDefault(row => row.KeyId == keyId)
            )
    );

    private static readonly byte[] _noHash = new byte[SHA256.HashSizeInBytes];

    private readonly ConcurrentDictionary<string, (Known? Known, long ReadAt)> _applications = new();
    private readonly ConcurrentDictionary<string, (ApplicationKey? Key, long ReadAt)> _keys = new();
    private int _generation;

    public async ValueTask<Access?> FindAsync(string applicationId, CancellationToken cancellationToken) =>
        await KnownAsync(applicationId, cancellationToken) is { } known && known.IsUsable(time.GetUtcNow())
            ? known.Access
            : null;

    public async ValueTask<ApplicationKeyAnswer> FindAsync(
        string key,
        IPAddress? address,
        CancellationToken cancellationToken
    )
    {
        // Every key that has the shape of one takes the same steps, whether it is known or not.
        if (!NewApplicationKey.TryParse(key, out var keyId))
        {
            return new(ApplicationKeyVerdict.Unknown);
        }

        var found = await RecentAsync(_keys, keyId, _key, cancellationToken);
        var known = await KnownAsync(found?.ApplicationId ?? "", cancellationToken);
        var isRight = CryptographicOperations.FixedTimeEquals(NewApplicationKey.HashOf(key), found?.Hash ?? _noHash);
        var now = time.GetUtcNow();
        if (found is null || known is null || !isRight)
        {
            return new(ApplicationKeyVerdict.Unknown);
        }

        if (WhyRefused(found, known, address, now) is { } why)
        {
            attempts.OfApplication(
                known.Id,
                known.Access.DisplayName,
                $"Key {keyId} refused: {why}",
                address?.ToString()
            );
            return new(
                found.IsLive(now) && known.IsUsable(now)
                    ? ApplicationKeyVerdict.AddressNotAllowed
                    : ApplicationKeyVerdict.Unknown
            );
        }

        uses.Used(keyId, now);
        return new(
            ApplicationKeyVerdict.Accepted,
            new ApplicationCaller(known.Id, known.Access.DisplayName, keyId, known.RequestsPerMinute)
        );
    }

    public void Forget()
    {
        Clear();
        Interlocked.Increment(ref _generation);
        Clear();
    }

    // Whoever holds the whole key is the application, or has its key; administrators want to hear of both.
    private static string? WhyRefused(ApplicationKey key, Known application, IPAddress? address, DateTimeOffset now) =>
        key.RevokedAt is not null ? "it is revoked"
        : !key.IsLive(now) ? "it has expired"
        : application.IsDisabled ? "the application is disabled"
        : !application.IsUsable(now) ? "the application has expired"
        : !AllowedAddress.Allows(application.Addresses, address) ? "its address is not allowed"
        : null;

    private void Clear()
    {
        _keys.Clear();
        _applications.Clear();
    }

    private async ValueTask<Known?> KnownAsync(string id, CancellationToken cancellationToken) =>
        await RecentAsync(
            _applications,
            id,
            static async (context, id, cancellationToken) =>
                await _application(context, id, cancellationToken) is { } application ? new Known(application) : null,
            cancellationToken
        );

    private async ValueTask<T?> RecentAsync<T>(
        ConcurrentDictionary<string, (T? Value, long ReadAt)> remembered,
        string id,
        Func<WriteContext, string, CancellationToken, Task<T?>> read,
        CancellationToken cancellationToken
    )
        where T : class
    {
        if (remembered.TryGetValue(id, out var recent) && time.GetElapsedTime(recent.ReadAt) < _lifetime)
        {
            return recent.Value;
        }

        var generation = Volatile.Read(ref _generation);
        var readAt = time.GetTimestamp();
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var value = await read(context, id, cancellationToken);
        if (remembered.Count >= MostRemembered)
        {
            remembered.Clear();
        }

        remembered[id] = (value, readAt);
        if (generation != Volatile.Read(ref _generation))
        {
            // It was cleared during the read, so the result may be older than the change.
            remembered.TryRemove(id, out _);
        }

        return value;
    }

    private sealed class Known(Application application)
    {
        public string Id { get; } = application.Id;

        public Access Access { get; } =
            new(application.Name, Permissions.WithIncluded(application.PermissionNames).ToFrozenSet());

        public IReadOnlyList<IPNetwork> Addresses { get; } =
        [.. application.Content.AllowedAddresses.Select(address => AllowedAddress.Parse(address)!.Value)];

        public int RequestsPerMinute { get; } = application.RequestsPerMinute;

        private DateTimeOffset? ExpiresAt { get; } = application.ExpiresAt;

        public bool IsDisabled { get; } = application.DisabledAt is not null;

        public bool IsUsable(DateTimeOffset now) => !IsDisabled && (ExpiresAt is not { } end || end > now);
    }
}
