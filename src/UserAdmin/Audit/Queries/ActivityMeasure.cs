using UserAdmin.Account;
using UserAdmin.Audit.Search;
using UserAdmin.Users;
using UserAdmin.Users.Search;

namespace UserAdmin.Audit;

/// <summary>Something that is counted by day: events of some types.</summary>
/// <param name="Name">What it is called, such as “Sign-ins”.</param>
/// <param name="EventTypes">The types, each of which is in the history.</param>
public sealed record ActivityMeasure(string Name, IReadOnlyList<string> EventTypes)
{
    /// <summary>Somebody signed in.</summary>
    public static ActivityMeasure SignIns { get; } = new("Sign-ins", [nameof(UserSignedIn)]);

    /// <summary>Somebody tried to sign in to an account that exists, and was refused.</summary>
    public static ActivityMeasure Failures { get; } =
        new("Failed attempts", [nameof(UserSignInFailed), nameof(UserSecondFactorFailed), nameof(UserAttemptRefused)]);

    /// <summary>An account was created.</summary>
    public static ActivityMeasure Created { get; } = new("New", [nameof(UserCreated)]);

    /// <summary>A person was invited.</summary>
    public static ActivityMeasure Invited { get; } = new("Invited", [nameof(UserInvited)]);

    /// <summary>An account was disabled or expired.</summary>
    public static ActivityMeasure Disabled { get; } = new("Disabled", [nameof(UserDisabled), nameof(UserExpired)]);

    /// <summary>An account was locked, by failed attempts or by somebody.</summary>
    public static ActivityMeasure Locked { get; } = new("Locked", [nameof(UserLockedOut), nameof(UserLocked)]);

    /// <summary>All measures, in the order of <see cref="Queries.ActivityDay.Counts"/>.</summary>
    public static IReadOnlyList<ActivityMeasure> All { get; } = [SignIns, Failures, Created, Invited, Disabled, Locked];

    /// <summary>The search of the activity that finds the events.</summary>
    public string Search => SearchTerm.Of(ActivityFields.Action, EventTypes).ToString();
}
