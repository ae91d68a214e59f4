using UserAdmin.Audit.Queries;
using UserAdmin.Past;
using UserAdmin.Past.Queries;
using UserAdmin.Users;

namespace UserAdmin.Web.Tests.Past;

/// <summary>Ada as she was: four events, of which the third is a sign-in.</summary>
public abstract class PastContext : ConsoleContext
{
    internal static readonly TimelineMark[] Marks =
    [
        Mark(10, "User created", "UserCreated"),
        Mark(20, "Profile changed", "UserProfileChanged"),
        Mark(30, "Signed in", "UserSignedIn") with
        {
            IsChange = false,
        },
        Mark(40, "Role assigned", "UserRoleAssigned"),
    ];

    protected PastContext()
    {
        Bus.Answer<GetUserAsOf, AccountState>(query => At(query.Moment));
        Bus.Answer<GetUserTimeline, Timeline>(_ => new(Marks, Marks.Length));
    }

    internal AccountState NowState { get; set; } =
        new()
        {
            At = Rows.Now,
            Position = 40,
            Row = Rows.Ada().With(row => row.Roles, "Auditors"),
            Roles = [Rows.Held("Auditors")],
            Claims = [],
        };

    internal Func<PastMoment?, AccountState?> Then { get; set; } =
        moment =>
            new()
            {
                At = moment!.At ?? Rows.Now.AddMinutes(moment.Position!.Value - 1000),
                Position = moment.Position ?? 20,
                Row = Rows.Ada().With(row => row.JobTitle, "Apprentice"),
                Roles = [Rows.Held("Guests")],
                Claims = [],
            };

    private AccountState? At(PastMoment? moment) =>
        moment is null or { At: null, Position: null } ? NowState : Then(moment);

    private static TimelineMark Mark(long position, string what, string type) =>
        new(position, Rows.Now.AddMinutes(position - 1000), what, type, "Grace Hopper", IsChange: true);
}
