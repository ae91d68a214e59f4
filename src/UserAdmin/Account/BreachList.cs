using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using UserAdmin.Settings;

namespace UserAdmin.Account;

/// <summary>
/// The list of breached passwords against which new passwords are checked, if one is configured (setting
/// <c>UserAdmin:BreachedPasswordsFile</c>).
/// </summary>
public interface IBreachList
{
    /// <summary>Whether a list is configured, and any problem with it.</summary>
    BreachListStatus Status { get; }
}

/// <summary>The status of the list of breached passwords.</summary>
/// <param name="File">Full path of the file, or null when none is set.</param>
/// <param name="Problem">The reason why it cannot be used, as a sentence that tells what to do; null if it can be used
/// or none is set.</param>
public sealed record BreachListStatus(string? File, string? Problem)
{
    /// <summary>Whether new passwords are checked against the list.</summary>
    public bool IsUsed => File is not null && Problem is null;
}

/// <inheritdoc/>
internal sealed class BreachList : IBreachList, IHostedService, IDisposable
{
    private const int MostLines = 10_000_000;

    private readonly Lazy<(BreachListStatus Status, SortedHashFile? Hashes, ulong[]? Plain)> _list;
    private readonly ILogger<BreachList> _logger;

    public BreachList(IOptions<UserAdminOptions> options, ILogger<BreachList> logger)
    {
        _logger = logger;
        _list = new(() => Open(options.Value.BreachedPasswordsFile));
    }

    public BreachListStatus Status => _list.Value.Status;

    /// <summary>Returns whether the password is in the list; false if there is no list.</summary>
    public bool Contains(string password)
    {
        if (!_list.Value.Status.IsUsed)
        {
            return false;
        }

#pragma warning disable CA5350 // The published lists are of SHA-1 hashes; it protects nothing here.
        var hash = SHA1.HashData(Encoding.UTF8.GetBytes(password));
#pragma warning restore CA5350
        return _list.Value.Hashes?.Contains(Convert.ToHexString(hash))
            ?? Array.BinarySearch(_list.Value.Plain!, Key(password)) >= 0;
    }

    // Load the list at start, so that a problem is reported now and not with the first new password months later, and
    // nobody has to wait for the file.
    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (Status.Problem is { } problem)
        {
            _logger.LogWarning("New passwords are not checked against a list of breaches. {Problem}", problem);
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose()
    {
        if (_list.IsValueCreated)
        {
            _list.Value.Hashes?.Dispose();
        }
    }

    private static (BreachListStatus, SortedHashFile?, ulong[]?) Open(string? setting)
    {
        if (string.IsNullOrWhiteSpace(setting))
        {
            return (new(null, null), null, null);
        }

        var file = Path.GetFullPath(setting);
        try
        {
            if (SortedHashFile.IsOne(file))
            {
                return (new(file, null), new SortedHashFile(file), null);
            }

            var plain = File.ReadLines(file).Take(MostLines + 1).Select(Key).ToArray();
            Array.Sort(plain);
            return plain.Length <= MostLines
                ? (new(file, null), null, plain)
                : (
                    new(
                        file,
                        $"{file} has more than {MostLines:N0} lines. Give the program a sorted list of "
                            + "SHA-1 hashes instead, as haveibeenpwned.com publishes it."
                    ),
                    null,
                    null
                );
        }
        catch (Exception fault)
            when (fault is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return (
                new(
                    file,
                    $"{file} cannot be read: {fault.Message} Correct the setting "
                        + "UserAdmin:BreachedPasswordsFile, or remove it."
                ),
                null,
                null
            );
        }
    }

    // With eight bytes per password, ten million of them take 80 MB. The chance of a false match is about 1 in 10^12.
    private static ulong Key(string password) =>
        BinaryPrimitives.ReadUInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(password)));
}
