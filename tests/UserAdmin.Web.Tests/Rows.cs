using System.Globalization;
using System.Linq.Expressions;
using System.Reflection;
using System.Text.Json;
using UserAdmin.Account;
using UserAdmin.Account.Queries;
using UserAdmin.Audit;
using UserAdmin.Audit.Queries;
using UserAdmin.EventLog;
using UserAdmin.Messaging;
using UserAdmin.Policies;
using UserAdmin.Roles;
using UserAdmin.Users;
using UserAdmin.Users.Queries;
using UserAdmin.Views;

namespace UserAdmin.Web.Tests;

/// <summary>Rows as the read model would answer; their setters belong to the projections.</summary>
internal static class Rows
{
    public static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public static UserRow Ada(long version = 7) =>
        User("ada", "Ada Lovelace", version)
            .With(row => row.JobTitle, "Analyst")
            .With(row => row.Department, "Engines");

    public static UserRow User(string id, string name, long version = 7) =>
        new UserRow()
            .With(row => row.Id, id)
            .With(row => row.DisplayName, name)
            .With(row => row.UserName, id)
            .With(row => row.Email, $"{id}@example.org")
            .With(row => row.HasPassword, true)
            .With(row => row.CreatedAt, Now.AddDays(-30))
            .With(row => row.ChangedAt, Now.AddHours(-2))
            .With(row => row.Version, version);

    /// <summary>Ada can sign in with her password, unless something else is said.</summary>
    public static SignInAbility Ability(SignInObstacle? obstacle = null, SignInFacts? facts = null) =>
        new(
            new(obstacle is null, obstacle is null, obstacle),
            facts ?? new SignInFacts { HasPassword = true },
            HoldsMore: false,
            IsLastAdministrator: false
        );

    public static PolicyRow Policy(UserAdmin.Policies.Policy policy, long version)
    {
        var row = new PolicyRow()
            .With(one => one.ChangedBy, "Ada Lovelace")
            .With(one => one.ChangedAt, Now.AddMinutes(-1))
            .With(one => one.Version, version);
        typeof(PolicyRow)
            .GetProperty("Json", BindingFlags.Instance | BindingFlags.NonPublic)!
            .SetValue(row, JsonSerializer.Serialize(policy));
        return row;
    }

    public static HistoryRow Event(long position, string what, params FieldChange[] changes)
    {
        var row = new HistoryRow()
            .With(entry => entry.Position, position)
            .With(entry => entry.SubjectId, "ada")
            .With(entry => entry.At, Now.AddMinutes(position - 1000))
            .With(entry => entry.ActorId, "grace")
            .With(entry => entry.ActorName, "Grace Hopper")
            .With(entry => entry.What, what)
            .With(entry => entry.EventType, "UserProfileUpdated");
        typeof(HistoryRow)
            .GetProperty("ChangesJson", BindingFlags.Instance | BindingFlags.NonPublic)!
            .SetValue(row, JsonSerializer.Serialize(changes));
        return row;
    }

    /// <summary>
    /// Thirty days up to the day of <see cref="Now"/>, on which nothing happened unless a test says so.
    /// </summary>
    /// <param name="counts">The counts of the last days, the earliest first, in the order of the measures.</param>
    public static ActivityDays Days(params int[][] counts) =>
        new(
            "UTC",
            [
                .. Enumerable
                    .Range(0, 30)
                    .Select(number => new ActivityDay(
                        Now.AddDays(number - 29).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                        number < 30 - counts.Length
                            ? new int[ActivityMeasure.All.Count]
                            : counts[number - 30 + counts.Length]
                    )),
            ]
        );

    public static RoleRow Role(string name) =>
        new RoleRow()
            .With(role => role.Id, $"role-{name}")
            .With(role => role.Name, name)
            .With(role => role.Version, 7)
            .With(role => role.ChangedAt, Now.AddHours(-2));

    public static UserRoleRow Held(string name) =>
        new UserRoleRow()
            .With(role => role.UserId, "ada")
            .With(role => role.RoleId, $"role-{name}")
            .With(role => role.RoleName, name)
            .With(role => role.GrantedBy, "Grace Hopper")
            .With(role => role.GrantedAt, Now);

    public static ViewRow View(string name, string search = "state:locked") =>
        new ViewRow()
            .With(view => view.Id, $"view-{name}")
            .With(view => view.Name, name)
            .With(view => view.Search, search)
            .With(view => view.OwnerId, "grace")
            .With(view => view.OwnerName, "Grace Hopper")
            .With(view => view.IsOwn, true)
            .With(view => view.MayChange, true)
            .With(view => view.Version, 7);

    public static Page<TRow> Page<TRow>(params TRow[] rows) => new(rows, rows.Length);

    public static UserListing Listing(params UserRow[] rows) => new(rows, rows.Length);

    public static TRow With<TRow, TValue>(this TRow row, Expression<Func<TRow, TValue>> property, TValue value)
    {
        ((PropertyInfo)((MemberExpression)property.Body).Member).SetValue(row, value);
        return row;
    }
}
