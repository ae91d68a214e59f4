using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using UserAdmin.Audit;
using UserAdmin.Projections;
using UserAdmin.Roles;
using UserAdmin.Storage;
using UserAdmin.Users;

namespace UserAdmin.Tests.Properties;

/// <summary>Compares the stored data with the naive model, account by account.</summary>
internal static class Comparison
{
    public static void WriteTablesAreTheModel(World world)
    {
        using var context = world.Host.Get<IDbContextFactory<WriteContext>>().CreateDbContext();
        var roles = context.Roles.AsNoTracking().ToDictionary(role => role.Id);
        var members = context.UserRoles.AsNoTracking().ToLookup(member => member.UserId, member => member.RoleId);
        var stored = context
            .Users.AsNoTracking()
            .Include(user => user.Profile)
            .ToList()
            .Select(user =>
                Line(
                    user.Id,
                    user.Email,
                    user.UserName,
                    user.PhoneNumber,
                    user.Profile.DisplayName,
                    user.Profile.GivenName,
                    user.Profile.FamilyName,
                    user.Profile.JobTitle,
                    user.Profile.Department,
                    user.Profile.Locale,
                    user.Profile.TimeZone,
                    user.PasswordHash is not null,
                    user.Profile.DisabledAt is not null,
                    user.LockoutEnd is not null && user.Profile.DisabledAt is null,
                    members[user.Id]
                )
            );
        stored.Order(StringComparer.Ordinal).ShouldBe(ModelLines(world));
        var normalizer = new UpperInvariantLookupNormalizer();
        foreach (var user in context.Users.AsNoTracking().Include(user => user.Profile))
        {
            // The columns that stock applications use.
            (user.NormalizedEmail, user.NormalizedUserName).ShouldBe(
                (normalizer.NormalizeEmail(user.Email), normalizer.NormalizeName(user.UserName))
            );
            user.LockoutEnabled.ShouldBeTrue();
            (user.LockoutEnd == DateTimeOffset.MaxValue).ShouldBe(user.Profile.DisabledAt is not null);
        }

        roles
            .Values.Select(role => $"{role.Id} {role.Name}")
            .Order(StringComparer.Ordinal)
            .ShouldBe(
                world.Naive.Now.Roles.Select(role => $"{role.Key} {role.Value.Name}").Order(StringComparer.Ordinal)
            );
    }

    public static void ReadRowsAreTheModel(World world)
    {
        using var context = world.Host.Get<IReadStore>().CreateContext();
        var now = DateTimeOffset.UtcNow;
        var members = context.UserRoles.ToLookup(member => member.UserId, member => member.RoleId);
        var names = context.UserRoles.ToLookup(member => member.UserId, member => member.RoleName);
        var users = context.Users.ToList();
        users
            .Select(user =>
                Line(
                    user.Id,
                    user.Email,
                    user.UserName,
                    user.PhoneNumber,
                    user.DisplayName,
                    user.GivenName,
                    user.FamilyName,
                    user.JobTitle,
                    user.Department,
                    user.Locale,
                    user.TimeZone,
                    user.HasPassword,
                    user.DisabledAt is not null,
                    user.LockedUntil > now && user.DisabledAt is null,
                    members[user.Id]
                )
            )
            .Order(StringComparer.Ordinal)
            .ShouldBe(ModelLines(world));
        // A story may end without any users.
        users
            .Where(user => user.Roles != string.Join(", ", names[user.Id].Order(StringComparer.Ordinal)))
            .ShouldBeEmpty();
        foreach (var role in context.Roles)
        {
            var model = world.Naive.Now.Roles[role.Id];
            (role.Name, role.MemberCount).ShouldBe(
                (model.Name, world.Naive.Now.Accounts.Values.Count(account => account.Roles.Contains(role.Id)))
            );
            role.Permissions.Split(' ', StringSplitOptions.RemoveEmptyEntries)
                .Order(StringComparer.Ordinal)
                .ShouldBe(model.Permissions.Order(StringComparer.Ordinal));
        }

        context.Roles.Count().ShouldBe(world.Naive.Now.Roles.Count);
        context.History.Count().ShouldBe((int)world.Naive.Now.Tail);
    }

    private static IEnumerable<string> ModelLines(World world) =>
        world
            .Naive.Now.Accounts.Values.Select(account =>
                Line(
                    account.Id,
                    account["Email"],
                    account["UserName"],
                    account["PhoneNumber"],
                    account["DisplayName"],
                    account["GivenName"],
                    account["FamilyName"],
                    account["JobTitle"],
                    account["Department"],
                    account["Locale"],
                    account["TimeZone"],
                    account.HasPassword,
                    account.IsDisabled,
                    account.IsLocked && !account.IsDisabled,
                    account.Roles
                )
            )
            .Order(StringComparer.Ordinal);

    private static string Line(
        string id,
        string? email,
        string? userName,
        string? phone,
        string? displayName,
        string? givenName,
        string? familyName,
        string? jobTitle,
        string? department,
        string? locale,
        string? timeZone,
        bool hasPassword,
        bool isDisabled,
        bool isLocked,
        IEnumerable<string> roles
    ) =>
        string.Join(
            " | ",
            id,
            email,
            userName,
            phone,
            displayName,
            givenName,
            familyName,
            jobTitle,
            department,
            locale,
            timeZone,
            hasPassword,
            isDisabled,
            isLocked,
            string.Join(' ', roles.Order(StringComparer.Ordinal))
        );
}
