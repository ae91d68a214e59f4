using System.Buffers.Text;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Identity;
using OtpNet;
using UserAdmin.Account;
using UserAdmin.Account.Commands;
using UserAdmin.Account.External;
using UserAdmin.Account.Passkeys;
using UserAdmin.Messaging;
using UserAdmin.Pipeline;
using UserAdmin.Users.Commands;

namespace UserAdmin.Web.Startup.Seeding;

/// <summary>A command sent at one moment of the simulated history.</summary>
/// <param name="Key">The text from which its command id is derived.</param>
/// <param name="At">The moment.</param>
/// <param name="Actor">The sender.</param>
/// <param name="Command">The command.</param>
/// <param name="Reason">The reason, or null.</param>
internal sealed record SeedStep(string Key, DateTimeOffset At, Actor Actor, ICommand Command, string? Reason = null);

/// <summary>
/// The simulated years in which the accounts were created, in chunks of users. Later events of an account are held
/// until the chunk of their moment, so the log's times never go back.
/// </summary>
internal sealed class SeedStory(SeedOptions options, DateTimeOffset start, DateTimeOffset end)
{
    /// <summary>The number of users created in one transaction; they share one moment.</summary>
    public const int ChunkSize = 50;

    // Deleted accounts are purged after 30 days, so none was deleted earlier.
    private static readonly TimeSpan _late = TimeSpan.FromDays(25);

    // People leave at the end of a period, so their commands share a reason.
    private const int LeavingEvery = 16;

    private static readonly string[] _reasons =
    [
        "Left the company",
        "Contract ended",
        "Duplicate account",
        "HR-1042",
        "Unused for a year",
    ];

    private static readonly Actor _actor = Actor.System with { Name = "Seed" };

    private readonly SeedPeople _people = new(options.Seed);
    private readonly Dictionary<int, List<(Deed Deed, int Number)>> _later = [];
    private readonly int _chunks = (options.Count + ChunkSize - 1) / ChunkSize;

    private enum Deed
    {
        SignIn,
        Invite,
        Disable,
        Lock,
        Delete,
        Expire,
    }

    /// <summary>Returns everything that happens, in order, chunk by chunk.</summary>
    public IEnumerable<(int Users, IReadOnlyList<SeedStep> Steps)> Chunks()
    {
        var late = Enumerable.Range(0, _chunks).FirstOrDefault(chunk => At(chunk) >= end - _late, _chunks - 1);
        for (var chunk = 0; chunk < _chunks; chunk++)
        {
            var first = (chunk * ChunkSize) + 1;
            var people = Enumerable
                .Range(first, Math.Min(ChunkSize, options.Count - first + 1))
                .Select(number => (Number: number, Person: _people.Make(number)))
                .ToList();
            var commands = new List<ICommand>(people.Count * 3);
            foreach (var (number, person) in people)
            {
                commands.Add(person.Create);
                AddAtOnce(person, chunk, commands);
                PutOff(person, number, chunk, Math.Max(chunk, late));
            }

            yield return (people.Count, [.. Steps(chunk, commands), .. Own(people, chunk)]);
        }
    }

    // The number of new people grows with the number of existing ones, as in a growing company.
    private DateTimeOffset At(int chunk) => start + ((end - start) * Math.Pow((chunk + 1) / (double)_chunks, 0.7));

    private IEnumerable<SeedStep> Steps(int chunk, List<ICommand> commands)
    {
        _later.Remove(chunk, out var deeds);
        var leavers = new List<ICommand>();
        foreach (var (deed, number) in deeds ?? [])
        {
            (deed is Deed.Disable ? leavers : commands).Add(Do(deed, number));
        }

        foreach (var (part, i) in commands.Chunk(1000).Select((part, i) => (part, i)))
        {
            yield return new($"chunk {chunk} part {i}", At(chunk), _actor, new CommandSet(part));
        }

        foreach (var (part, i) in leavers.Chunk(1000).Select((part, i) => (part, i)))
        {
            yield return new(
                $"leavers {chunk} part {i}",
                At(chunk),
                _actor,
                new CommandSet(part),
                _reasons[chunk / LeavingEvery % _reasons.Length]
            );
        }
    }

    private void AddAtOnce(SeedPerson person, int chunk, List<ICommand> commands)
    {
        commands.AddRange(person.Roles.Select(role => new AssignRole(person.Id, SeedRoles.IdOf(options.Seed, role))));
        if (person.IsConfirmed)
        {
            commands.Add(new ConfirmUserEmail(person.Id));
        }

        if (person.MustChangePassword)
        {
            commands.Add(new RequirePasswordChange(person.Id));
        }

        if (person.Fate is SeedFate.Expiring or SeedFate.Expired)
        {
            var goneBy = Between(chunk + 1, person.Later);
            commands.Add(
                new SetUserExpiry(
                    person.Id,
                    person.Fate is SeedFate.Expired && goneBy < _chunks
                        ? At(goneBy)
                        : end.AddDays(3 + (700 * person.Later))
                )
            );
        }
    }

    private void PutOff(SeedPerson person, int number, int chunk, int late)
    {
        if (person.Provider is not null)
        {
            // Most people who can sign in did so recently; the others must have done so before their account was
            // closed.
            Keep(
                Deed.SignIn,
                number,
                person.Fate is SeedFate.Active or SeedFate.Expiring
                    ? Between(chunk, Math.Pow(person.Later, 0.3))
                    : chunk
            );
        }

        switch (person.Fate)
        {
            case SeedFate.Invited:
                Keep(Deed.Invite, number, person.Later < 0.6 ? chunk : Between(late, person.Later));
                break;
            case SeedFate.Disabled:
                Keep(
                    Deed.Disable,
                    number,
                    Math.Min(_chunks - 1, ((Between(chunk, person.Later) / LeavingEvery) + 1) * LeavingEvery)
                );
                break;
            case SeedFate.Locked:
                Keep(Deed.Lock, number, Between(late, person.Later));
                break;
            case SeedFate.Deleted:
                Keep(Deed.Delete, number, Between(late, person.Later));
                break;
            case SeedFate.Expired when Between(chunk + 1, person.Later) is var goneBy && goneBy < _chunks:
                Keep(Deed.Expire, number, goneBy);
                break;
        }
    }

    private int Between(int chunk, double part) => chunk + (int)(part * Math.Max(0, _chunks - chunk));

    private void Keep(Deed deed, int number, int chunk)
    {
        if (!_later.TryGetValue(chunk, out var deeds))
        {
            _later.Add(chunk, deeds = []);
        }

        deeds.Add((deed, number));
    }

    private ICommand Do(Deed deed, int number)
    {
        var person = _people.Make(number);
        return deed switch
        {
            Deed.SignIn => new SignInWithExternalLogin(
                Secret(32),
                person.Provider!.ToLowerInvariant(),
                $"{options.Seed}-{number}",
                person.Provider
            )
            {
                VerifiedEmail = person.Create.Email,
            },
            Deed.Invite => new InviteUser(person.Id),
            Deed.Disable => new DisableUser(person.Id),
            Deed.Lock => new LockUser(person.Id, end.AddDays(1 + (300 * person.Later))),
            Deed.Delete => new DeleteUser(person.Id),
            _ => new ExpireUser(person.Id),
        };
    }

    /// <summary>Returns the actions that only the person can take, one transaction each.</summary>
    private IEnumerable<SeedStep> Own(IEnumerable<(int Number, SeedPerson Person)> people, int chunk)
    {
        var at = At(chunk);
        foreach (var (number, person) in people.Where(one => one.Person.HasPasskey || one.Person.HasTwoFactor))
        {
            if (person.HasPasskey)
            {
                var passkey = new UserPasskeyInfo(
                    RandomNumberGenerator.GetBytes(32),
                    RandomNumberGenerator.GetBytes(77),
                    at,
                    signCount: 0,
                    ["internal"],
                    isUserVerified: true,
                    isBackupEligible: true,
                    isBackedUp: true,
                    attestationObject: [1],
                    clientDataJson: [1]
                );
                yield return new($"passkey {number}", at, Actor.User(person.Id), new AddOwnPasskey(passkey, "Phone"));
            }

            if (person.HasTwoFactor)
            {
                var key = TwoFactorSecrets.NewKey();
                var code = new Totp(Base32Encoding.ToBytes(key)).ComputeTotp(at.UtcDateTime);
                yield return new(
                    $"two-factor {number}",
                    at,
                    Actor.User(person.Id),
                    new EnableOwnTwoFactor(key, code, TwoFactorSecrets.NewRecoveryCodes())
                );
            }
        }
    }

    private static string Secret(int bytes) => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(bytes));
}
