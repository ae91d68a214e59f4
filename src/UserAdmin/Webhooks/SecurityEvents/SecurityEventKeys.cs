using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.IdentityModel.Tokens;
using UserAdmin.Mail;
using UserAdmin.Messaging;
using UserAdmin.Storage;

namespace UserAdmin.Webhooks.SecurityEvents;

/// <summary>The public keys of security event tokens.</summary>
public interface ISecurityEventKeys
{
    /// <summary>The <c>iss</c> of the tokens: the address of the console, without a trailing slash.</summary>
    string Issuer { get; }

    /// <summary>Returns the keys that receivers need, as a JSON Web Key Set (RFC 7517) in JSON.</summary>
    /// <param name="cancellationToken">Cancels the operation.</param>
    Task<string> PublishedAsync(CancellationToken cancellationToken);
}

/// <summary>
/// Keeps the keys that sign security event tokens. The first is made with the first webhook that asks for tokens; each
/// is replaced by the first token that is written after 90 days, and published for another 30. Reading the keys makes
/// none, because anybody may read them.
/// </summary>
internal sealed class SecurityEventKeys(
    IDbContextFactory<WriteContext> contexts,
    IDataProtectionProvider protection,
    ICommandBus commands,
    PublicUrl address,
    TimeProvider time
) : ISecurityEventKeys, IDisposable
{
    /// <summary>How long a key is published from when it was made.</summary>
    public static readonly TimeSpan PublishedFor = TimeSpan.FromDays(120);

    private static readonly TimeSpan _signsFor = TimeSpan.FromDays(90);

    private readonly IDataProtector _protector = protection.CreateProtector("UserAdmin.SecurityEventKeys.v1");
    private readonly SemaphoreSlim _one = new(1);
    private (SecurityKey Key, ECDsa Algorithm, DateTimeOffset CreatedAt)? _current;

    /// <inheritdoc/>
    public string Issuer => address.Current;

    /// <summary>Returns the key that signs now.</summary>
    public async Task<SecurityKey> CurrentAsync(CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            return await FindOrMakeAsync(cancellationToken);
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>
    /// Adds a key if there is none that signs: a receiver may read the keys before its first token comes, and keep them
    /// for a while.
    /// </summary>
    /// <param name="context">The context of the command that lets a webhook ask for tokens.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public async Task AddMissingAsync(WriteContext context, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (await FindAsync(context, now - _signsFor, cancellationToken) is { } found)
        {
            found.Algorithm.Dispose();
            return;
        }

        context.Add(SecurityEventKey.Of(New(), now));
    }

    /// <inheritdoc/>
    public async Task<string> PublishedAsync(CancellationToken cancellationToken)
    {
        var oldest = time.GetUtcNow() - PublishedFor;
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var keys = await context
            .Set<SecurityEventKey>()
            .AsNoTracking()
            .Where(row => row.CreatedAt >= oldest)
            .OrderByDescending(row => row.CreatedAt)
            .Select(row => new { row.Id, row.PublicKey })
            .ToListAsync(cancellationToken);
        return System.Text.Json.JsonSerializer.Serialize(
            new { keys = keys.Select(key => PublicPart(key.Id, key.PublicKey)).ToArray() }
        );
    }

    public void Dispose()
    {
        _one.Dispose();
        _current?.Algorithm.Dispose();
    }

    private async Task<SecurityKey> FindOrMakeAsync(CancellationToken cancellationToken)
    {
        var oldest = time.GetUtcNow() - _signsFor;
        if (_current is { } known && known.CreatedAt > oldest)
        {
            return known.Key;
        }

        if (await FindAsync(oldest, cancellationToken) is not { } found)
        {
            await MakeAsync(cancellationToken);
            found =
                await FindAsync(oldest, cancellationToken)
                ?? throw new InvalidOperationException("A key that was made just now is not there.");
        }

        // The former one may be signing at this moment, so it is left to the garbage collector.
        _current = found;
        return found.Key;
    }

    private static Dictionary<string, string> PublicPart(string id, byte[] publicKey)
    {
        using var algorithm = ECDsa.Create();
        algorithm.ImportSubjectPublicKeyInfo(publicKey, out _);
        var key = JsonWebKeyConverter.ConvertFromECDsaSecurityKey(new ECDsaSecurityKey(algorithm));
        return new()
        {
            ["kty"] = key.Kty,
            ["crv"] = key.Crv,
            ["x"] = key.X,
            ["y"] = key.Y,
            ["use"] = "sig",
            ["alg"] = SecurityAlgorithms.EcdsaSha256,
            ["kid"] = id,
        };
    }

    private async Task<(SecurityKey Key, ECDsa Algorithm, DateTimeOffset CreatedAt)?> FindAsync(
        DateTimeOffset oldest,
        CancellationToken cancellationToken
    )
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await FindAsync(context, oldest, cancellationToken);
    }

    private async Task<(SecurityKey Key, ECDsa Algorithm, DateTimeOffset CreatedAt)?> FindAsync(
        WriteContext context,
        DateTimeOffset oldest,
        CancellationToken cancellationToken
    )
    {
        var rows = await context
            .Set<SecurityEventKey>()
            .AsNoTracking()
            .Where(row => row.CreatedAt > oldest)
            .OrderByDescending(row => row.CreatedAt)
            .ToListAsync(cancellationToken);
        foreach (var row in rows)
        {
            try
            {
                var algorithm = ECDsa.Create();
                algorithm.ImportPkcs8PrivateKey(_protector.Unprotect(row.PrivateKey), out _);
                return (new ECDsaSecurityKey(algorithm) { KeyId = row.Id }, algorithm, row.CreatedAt);
            }
            catch (CryptographicException)
            {
                // The database was restored without the keys that encrypted this one. Another is made.
            }
        }

        return null;
    }

    private AddSecurityEventKey New()
    {
        using var algorithm = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return new(
            Base64UrlEncoder.Encode(new ECDsaSecurityKey(algorithm).ComputeJwkThumbprint()),
            algorithm.ExportSubjectPublicKeyInfo(),
            _protector.Protect(algorithm.ExportPkcs8PrivateKey())
        );
    }

    private async Task MakeAsync(CancellationToken cancellationToken)
    {
        var result = await commands.SendAsync(
            New(),
            new CommandContext(Actor.System, Guid.CreateVersion7(time.GetUtcNow())),
            cancellationToken
        );
        if (!result.IsAccepted)
        {
            throw new InvalidOperationException($"The key could not be stored: {result.Errors[0].Message}");
        }
    }
}
