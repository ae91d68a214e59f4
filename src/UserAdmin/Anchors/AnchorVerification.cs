using System.Security.Cryptography;
using UserAdmin.EventLog;
using UserAdmin.Monitoring;
using UserAdmin.Storage;

namespace UserAdmin.Anchors;

/// <summary>The result of verifying the log against anchors.</summary>
/// <param name="Log">The result for the log; null if an anchor cannot be used, and then the log was not read.</param>
/// <param name="Problem">What is wrong with an anchor or a signature and what to do, as a sentence, or null.</param>
/// <param name="Anchors">The anchors that were compared, by position.</param>
/// <param name="SignaturesChecked">How many signatures in the log were checked and are good.</param>
/// <param name="SignaturesOfOtherKeys">How many signatures in the log were made with another key.</param>
/// <param name="KeyId">Fingerprint of the key that was used, or null if there is none.</param>
public sealed record AnchorVerdict(
    LogVerdict? Log,
    string? Problem,
    IReadOnlyList<Anchor> Anchors,
    int SignaturesChecked,
    int SignaturesOfOtherKeys,
    string? KeyId
)
{
    /// <summary>
    /// Whether the signature of the event that says that the log was sealed is good; null if there is no such event, or
    /// it was made with another key, or there is no key.
    /// </summary>
    public bool? SealingIsSigned { get; init; }
}

/// <summary>Verifies that the log still continues heads that were signed earlier and kept elsewhere.</summary>
public interface IAnchorVerification
{
    /// <summary>Verifies the whole log, the anchors, and the signatures in the log.</summary>
    /// <param name="kept">A head that was kept without a signature, or null.</param>
    /// <param name="anchors">Files of anchors, or folders, in which every <c>anchor-*.txt</c> counts.</param>
    /// <param name="keyFile">A PEM file with the public key; null for the program's own key.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <exception cref="StartupException">The write database or the key cannot be read.</exception>
    AnchorVerdict Verify(
        LogHead? kept,
        IReadOnlyList<string> anchors,
        string? keyFile,
        CancellationToken cancellationToken = default
    );

    /// <summary>Returns the last anchor in the log, or null if none was signed yet.</summary>
    Anchor? Last();

    /// <summary>
    /// Returns the public part of the program's key as PEM; null if it has none yet, or one with another fingerprint.
    /// </summary>
    /// <param name="keyId">The fingerprint; null for any.</param>
    /// <exception cref="StartupException">The key cannot be read.</exception>
    string? PublicKey(string? keyId = null);
}

/// <inheritdoc/>
internal sealed class AnchorVerification(ILogVerification verification, IWriteStore store, AnchorKey keys)
    : IAnchorVerification
{
    public AnchorVerdict Verify(
        LogHead? kept,
        IReadOnlyList<string> anchors,
        string? keyFile,
        CancellationToken cancellationToken
    )
    {
        using var given = keyFile is null ? null : AnchorKey.Read(keyFile, password: null, "--anchor-key");
        var key = given ?? keys.FindToVerify();
        var keyId = key is null ? null : AnchorKey.IdOf(key);
        var read = new List<Anchor>();
        foreach (var path in anchors.SelectMany(Files))
        {
            if (!Anchor.TryReadFile(path, out var anchor, out var unreadable))
            {
                return NotRead(unreadable, keyId);
            }

            if (Fault(path, anchor, key, keyId) is { } problem)
            {
                return NotRead(problem, keyId);
            }

            read.Add(anchor);
        }

        read.Sort((one, other) => one.Head.Position.CompareTo(other.Head.Position));
        var heads = read.Select(anchor => anchor.Head with { SignedAt = anchor.SignedAt });
        var verdict = verification.VerifyAgainst([.. heads, .. kept is null ? [] : new[] { kept }], cancellationToken);
        var signatures = verdict.BadPosition is null && key is not null ? Signatures(key, keyId!) : default;
        return new AnchorVerdict(
            verdict,
            signatures.Problem ?? Untied(verdict, anchors, keyId),
            read,
            signatures.Good,
            signatures.Other,
            keyId
        )
        {
            SealingIsSigned =
                verdict.Sealing is { } sealing && sealing.KeyId == keyId ? signatures.Problem is null : null,
        };
    }

    public Anchor? Last()
    {
        using var log = new LogReader(store.OpenReadOnly(), store.Layout);
        return log.LastSignedHead() is { } head ? Anchor.Of(head.Event) : null;
    }

    public string? PublicKey(string? keyId) =>
        keys.FindToVerify() is { } key && (keyId is null || AnchorKey.IdOf(key) == keyId)
            ? key.ExportSubjectPublicKeyInfoPem() + "\n"
            : null;

    private static AnchorVerdict NotRead(string problem, string? keyId) => new(null, problem, [], 0, 0, keyId);

    private static IEnumerable<string> Files(string path) =>
        Directory.Exists(path)
            ? Directory.EnumerateFiles(path, "anchor-*.txt").Order(StringComparer.Ordinal).DefaultIfEmpty(path)
            : [path];

    private static string? Fault(string path, Anchor anchor, ECDsa? key, string? keyId) =>
        key is null
            ? "There is no key to check the signature with. Give the public key that was kept with the anchors: "
                + "--anchor-key FILE."
        : anchor.KeyId != keyId
            ? $"{path} was signed with the key {anchor.KeyId}, not with {keyId}. Give its public key: "
                + "--anchor-key FILE."
        : anchor.IsSignedBy(key) ? null
        : $"{path} was changed after it was signed: its signature is not that of its text.";

    private (int Good, int Other, string? Problem) Signatures(ECDsa key, string keyId)
    {
        using var log = new LogReader(store.OpenReadOnly(), store.Layout);
        var (good, other) = (0, 0);
        foreach (var sealing in log.Sealings().Where(sealing => sealing.Event.KeyId == keyId))
        {
            if (!SealingStatement.IsSignedBy(sealing.Event, key))
            {
                return (good, other, Forged(sealing.RecordedAt));
            }
        }

        foreach (var head in log.SignedHeads())
        {
            var anchor = Anchor.Of(head.Event);
            if (anchor.KeyId != keyId)
            {
                other++;
            }
            else if (anchor.IsSignedBy(key))
            {
                good++;
            }
            else
            {
                return (good, other, Forged(head.RecordedAt));
            }
        }

        return (good, other, null);
    }

    private static string Forged(long position) =>
        FormattableString.Invariant(
            $"The signature in event {position} was not made with the key: the log was forged."
        );

    // Without that signature, whoever rewrote the log could have kept the hashes from before it.
    private static string? Untied(LogVerdict verdict, IReadOnlyList<string> anchors, string? keyId) =>
        verdict is { BadPosition: null, Sealing: { HeadsFromBefore: > 0 } sealing }
        && anchors.Count > 0
        && sealing.KeyId != keyId
            ? $"An anchor is from before the log was sealed, and event {sealing.RecordedAt}, which ties the log to it, "
                + $"was signed with the key {sealing.KeyId}, not with {keyId}. So it is not proven that the log "
                + "continues that anchor."
            : null;
}
