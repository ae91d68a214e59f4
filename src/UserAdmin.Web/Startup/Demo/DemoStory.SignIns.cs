using System.Security.Cryptography;
using UserAdmin.Account;
using UserAdmin.Account.Commands;
using UserAdmin.Account.Passkeys;
using UserAdmin.Bulk;
using UserAdmin.Bulk.Commands;
using UserAdmin.Messaging;
using UserAdmin.Users.Commands;

namespace UserAdmin.Web.Startup.Demo;

/// <content>How people sign in, and who else tries to.</content>
internal sealed partial class DemoStory
{
    private void SetUpFactors()
    {
        foreach (var number in Enumerable.Range(1, FirstImported - 1))
        {
            var person = _people[number];
            var at = At(-97 + (number % 83), 12, number);
            if (number % 6 == 0 && person.Create.Password is not null && at < person.LeavesAt)
            {
                _secrets[number] = TwoFactorSecrets.NewKey();
                Own($"factor {number}", at, person, () => Factor(number));
            }

            if (number % 11 == 0 && at < person.LeavesAt)
            {
                Own($"passkey {number}", at.AddMinutes(7), person, () => Passkey(at));
            }
        }
    }

    private EnableOwnTwoFactor Factor(int number)
    {
        _withFactor.Add(number);
        return new(
            _secrets[number],
            CodeOf(number, At(-97 + (number % 83), 12, number)),
            TwoFactorSecrets.NewRecoveryCodes()
        );
    }

    private static AddOwnPasskey Passkey(DateTimeOffset at) =>
        new(
            new(
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
            ),
            "Phone"
        );

    private void SignIn()
    {
        var all = Enumerable
            .Range(1, FirstImported - 1)
            .Where(number => _people[number].Create.Password is not null && number % 29 != 3)
            .OrderBy(number => (number * 7919L) % 9973)
            .ToList();
        // Whoever only looked in at the beginning.
        foreach (var number in all.Where(number => number % 17 == 5))
        {
            Leaves(number, Day(-92));
        }

        for (var day = -Days + 1; day <= 0; day++)
        {
            var times = IsWorkday(day)
                ? SignInsOnAWorkday
                    - 8
                    + _random.Below(16)
                    + (_today.AddDays(day).DayOfWeek == DayOfWeek.Monday ? 9 : 0)
                : SignInsOnAFreeDay + _random.Below(4);
            for (var time = 0; time < times; time++)
            {
                var number = _random.Skewed(all);
                // Most come in the morning, some after lunch.
                var hour = (_random.Next() + _random.Next()) * (_random.Chance(0.6) ? 2.5 : 6) + 6;
                var at = Day(day).AddHours(hour).AddSeconds(_random.Below(60));
                if (at < _people[number].LeavesAt)
                {
                    Come($"{day} {time}", at, number);
                }
            }
        }
    }

    private void Come(string key, DateTimeOffset at, int number)
    {
        var person = _people[number];
        var tries = _random.Chance(0.05) ? 1 + _random.Below(2) : 0;
        for (var wrong = 0; wrong < tries; wrong++)
        {
            Try($"wrong {key} {wrong}", at.AddSeconds(wrong * 14), person, password: null, person.IpAddress);
        }

        if (_random.Chance(0.004))
        {
            // Somebody who came back from holidays, and called.
            for (var wrong = tries; wrong < 5; wrong++)
            {
                Try($"wrong {key} {wrong}", at.AddSeconds(wrong * 17), person, password: null, person.IpAddress);
            }

            Add($"unlock {key}", at.AddMinutes(4), Tomas, new UnlockUser(person.Id), "Called; identity checked");
            at = at.AddMinutes(5);
        }

        var session = Secret();
        at = at.AddSeconds(40);
        _steps.Add(
            new(
                $"sign-in {key}",
                at,
                Actor.Anonymous,
                _ =>
                    _known.Contains(number)
                        ? new SignIn(session, person.Create.Email, person.Create.Password!)
                        {
                            UserAgent = Browser(number),
                        }
                        : null
            )
            {
                IpAddress = person.IpAddress,
            }
        );
        if (_secrets.ContainsKey(number))
        {
            _steps.Add(
                new(
                    $"code {key}",
                    at.AddSeconds(9),
                    Actor.Anonymous,
                    _ =>
                        _withFactor.Contains(number)
                            ? new SignInWithCode(session, CodeOf(number, at.AddSeconds(9)))
                            : null
                )
                {
                    IpAddress = person.IpAddress,
                }
            );
        }
    }

    private void Attack()
    {
        var at = Day(-DaysSinceAttack).AddHours(2).AddMinutes(11);
        var tried = Enumerable
            .Range(0, 30)
            .Select(place => 5 + (place * 28))
            .Where(number => number % 13 != 0)
            .ToList();
        foreach (var (number, place) in tried.Select((number, place) => (number, place)))
        {
            for (var time = 0; time < 5; time++)
            {
                Try(
                    $"attack {number} {time}",
                    at.AddSeconds((place * 61) + (time * 11)),
                    _people[number],
                    password: null,
                    _attackers[
                        place % 7 == 0 ? 1
                        : place % 5 == 0 ? 2
                        : 0
                    ]
                );
            }
        }

        Add(
            "attack unknown",
            at.AddMinutes(55),
            Actor.System,
            new RecordRefusedAttempts([
                .. Enumerable
                    .Range(0, 24)
                    .Select(place => new RefusedAttempt(
                        RefusedAttemptKind.UnknownAccount,
                        null,
                        _guessed[place],
                        "Sign-in refused: no such account",
                        _attackers[place % 3]
                    )
                    {
                        Count = 2 + (place % 9),
                        LastAt = at.AddMinutes(2 * place),
                    }),
            ])
        );
        Batch(
            "attack",
            Day(-DaysSinceAttack).AddHours(7).AddMinutes(22),
            Ingrid,
            new StartBulkAction(
                DemoIds.KeyOf("bulk attack"),
                BulkAction.SignOut,
                [.. tried.Select(number => _people[number].Id)]
            ),
            "INC-2214: passwords were guessed tonight from three addresses, none of them right"
        );
        Add(
            "attack lock",
            Day(-DaysSinceAttack).AddHours(7).AddMinutes(40),
            Ingrid,
            new LockUser(_people[tried[3]].Id, Day(14)),
            "INC-2214: tried most often; on leave until then"
        );
    }
}
