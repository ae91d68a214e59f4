using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace UserAdmin.StockDatabases;

/// <summary>Adds accounts as an application does in the course of years.</summary>
internal sealed class StockAccounts<TUser, TKey>(IServiceProvider services, DbContext context)
    where TUser : IdentityUser<TKey>, new()
    where TKey : IEquatable<TKey>
{
    /// <summary>The password of those that have one.</summary>
    public const string Password = "Correct-horse-9";

    private static readonly string[] _roles = ["Administrator", "Editor", "Reader", "Überwacher"];
    private static readonly DateTimeOffset _start = new(2024, 1, 2, 3, 4, 5, TimeSpan.Zero);

    private readonly UserManager<TUser> _users = services.GetRequiredService<UserManager<TUser>>();
    private readonly RoleManager<IdentityRole<TKey>> _roleManager = services.GetRequiredService<
        RoleManager<IdentityRole<TKey>>
    >();

    public async Task<StockCounts> AddAsync(int accounts)
    {
        foreach (var name in _roles)
        {
            var role = new IdentityRole<TKey>(name);
            // IdentityRole does it for itself, IdentityRole<string> does not.
            (role as IdentityRole<string>)?.Id = Guid.NewGuid().ToString();
            Check(await _roleManager.CreateAsync(role));
            if (name == "Editor")
            {
                Check(await _roleManager.AddClaimAsync(role, new Claim("may", "publish")));
            }
        }

        for (var i = 0; i < accounts; i++)
        {
            await AddOneAsync(i);
            // Otherwise each one is slower than the one before.
            context.ChangeTracker.Clear();
        }

        return await CountAsync();
    }

    private async Task AddOneAsync(int i)
    {
        var name = i % 20 == 2 ? $"jürgen.straße{i}" : $"user{i}";
        var user = new TUser { UserName = name, EmailConfirmed = i % 2 == 0 };
        (user as IdentityUser<string>)?.Id = Guid.NewGuid().ToString();
        user.Email = i switch
        {
            _ when i % 50 == 3 => null,
            // The address of the one before.
            _ when i % 50 == 6 => $"user{i - 1}@example.com",
            _ => $"{name}@example.com",
        };
        user.PhoneNumber = i % 9 == 4 ? string.Create(CultureInfo.InvariantCulture, $"+49 30 {i:D6}") : null;
        Extend(user as IStockUser, i);
        // Some have only ever signed in with another provider.
        Check(await (i % 7 == 5 ? _users.CreateAsync(user) : _users.CreateAsync(user, Password)));
        await LockAsync(user, i);
        await GrantAsync(user, i);
        await SignInAsync(user, i);
    }

    private static void Extend(IStockUser? user, int i)
    {
        if (user is null)
        {
            return;
        }

        user.FirstName = i % 20 == 2 ? "Jürgen" : $"First{i}";
        user.LastName = i % 3 == 0 ? null : $"Last{i}";
        user.BirthDate = i % 4 == 0 ? null : new DateOnly(1970, 1, 1).AddDays(i % 12_000);
        user.IsVip = i % 10 == 0;
        user.TenantId = i % 5 == 0 ? null : 1 + (i % 3);
        user.DeletedAt = i % 25 == 24 ? _start.AddDays(i % 300) : null;
        user.CreatedAt = _start.AddMinutes(i);
        user.Balance = i * 1.25m;
        user.Discount = i % 2 == 0 ? 0m : 2.5m;
    }

    private async Task LockAsync(TUser user, int i)
    {
        if (i % 30 is 6 or 8)
        {
            Check(
                await _users.SetLockoutEndDateAsync(
                    user,
                    i % 30 == 6 ? DateTimeOffset.MaxValue : DateTimeOffset.UtcNow.AddHours(1)
                )
            );
        }
        else if (i % 30 == 9)
        {
            Check(await _users.AccessFailedAsync(user));
        }

        if (i % 25 == 4)
        {
            Check(await _users.SetLockoutEnabledAsync(user, false));
        }
    }

    private async Task GrantAsync(TUser user, int i)
    {
        foreach (var role in _roles.Where((_, role) => role == 0 ? i % 40 == 0 : i % (role + 2) == 0))
        {
            Check(await _users.AddToRoleAsync(user, role));
        }

        if (i % 4 == 1)
        {
            Check(await _users.AddClaimsAsync(user, [new Claim("department", $"d{i % 6}"), new Claim("level", "2")]));
        }
    }

    private async Task SignInAsync(TUser user, int i)
    {
        if (i % 7 is 5 or 6)
        {
            Check(await _users.AddLoginAsync(user, new UserLoginInfo("Google", $"g-{i}", "Google")));
        }

        if (i % 6 == 2)
        {
            Check(await _users.ResetAuthenticatorKeyAsync(user));
            Check(await _users.SetAuthenticationTokenAsync(user, "Google", "refresh", $"token-{i}"));
        }

        if (
            _users.SupportsUserPasskey
            && context.Model.FindEntityType(typeof(IdentityUserPasskey<TKey>)) is not null
            && i % 8 == 3
        )
        {
            Check(await _users.AddOrUpdatePasskeyAsync(user, Passkey(i, _start.AddDays(i % 300))));
        }
    }

    /// <summary>Returns a passkey.</summary>
    public static UserPasskeyInfo Passkey(int i, DateTimeOffset createdAt) =>
        new(
            credentialId: [1, 2, 3, .. BitConverter.GetBytes(i)],
            publicKey: [4, 5, 6],
            createdAt,
            signCount: 1,
            transports: ["internal"],
            isUserVerified: true,
            isBackupEligible: false,
            isBackedUp: false,
            attestationObject: [7],
            clientDataJson: [8]
        )
        {
            Name = "Phone",
        };

    private async Task<StockCounts> CountAsync() =>
        new(
            await context.Set<TUser>().LongCountAsync(),
            await context.Set<IdentityRole<TKey>>().LongCountAsync(),
            await context.Set<IdentityUserRole<TKey>>().LongCountAsync(),
            await context.Set<IdentityUserClaim<TKey>>().LongCountAsync(),
            await context.Set<IdentityRoleClaim<TKey>>().LongCountAsync(),
            await context.Set<IdentityUserLogin<TKey>>().LongCountAsync(),
            await context.Set<IdentityUserToken<TKey>>().LongCountAsync(),
            context.Model.FindEntityType(typeof(IdentityUserPasskey<TKey>)) is null
                ? 0
                : await context.Set<IdentityUserPasskey<TKey>>().LongCountAsync()
        );

    private static void Check(IdentityResult result)
    {
        if (!result.Succeeded)
        {
            throw new InvalidOperationException(string.Join(" ", result.Errors.Select(error => error.Description)));
        }
    }
}
