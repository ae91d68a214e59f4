using System.Globalization;
using UserAdmin.Messaging;
using UserAdmin.Policies;

namespace UserAdmin.Web.Settings;

/// <summary>What is typed on the settings page, field by field, beside what stands in the policy.</summary>
internal sealed class PolicyForm
{
    /// <summary>Every field in the order of the page.</summary>
    public IReadOnlyList<PolicyField> All { get; } =
    [
        new(nameof(Policy.MinPasswordLength), "Passwords", "Shortest password", "characters", 8, 64)
        {
            Hint = "8 to 64. Length is what counts; there are no rules about kinds of characters (NIST SP 800-63B).",
        },
        new(nameof(Policy.ChecksBreachedPasswords), "Passwords", "Refuse passwords known from breaches"),
        new(nameof(Policy.TemporaryPasswordDays), "Passwords", "A temporary password lets in for", "days", 1, 30),
        new(
            nameof(Policy.AdministratorsNeedSecondFactor),
            "Signing in",
            "Whoever holds a permission here needs a second factor or a passkey"
        )
        {
            Hint = "Those without one are asked to set it up before they can do anything else, you included.",
        },
        new(nameof(Policy.MaxFailedSignIns), "Signing in", "Lock an account after", "failed sign-ins", 3, 100),
        new(nameof(Policy.LockoutMinutes), "Signing in", "Keep it locked for", "minutes", 1, 1440),
        new(nameof(Policy.SessionHours), "Signing in", "A session lasts", "hours", 1, 720)
        {
            Hint = "For sessions that begin from now on.",
        },
        new(
            nameof(Policy.InvitationDays),
            "Links and deleted accounts",
            "An invitation can be accepted for",
            "days",
            1,
            90
        ),
        new(
            nameof(Policy.LinkHours),
            "Links and deleted accounts",
            "Links to reset a password or confirm an email work for",
            "hours",
            1,
            72
        ),
        new(
            nameof(Policy.RestoreDays),
            "Links and deleted accounts",
            "A deleted account can be restored for",
            "days",
            1,
            365
        )
        {
            Hint = "For accounts that are deleted from now on.",
        },
    ];

    /// <summary>Sentences that concern the whole form.</summary>
    public IReadOnlyList<string> Errors { get; private set; } = [];

    /// <summary>The version that the next save says was seen.</summary>
    public long SeenVersion { get; private set; }

    public bool IsDirty => All.Any(one => one.IsTouched);

    /// <summary>Takes the policy in as it is now: quietly where nothing was typed.</summary>
    public void Merge(PolicyRow row)
    {
        foreach (var field in All)
        {
            field.Merge(field.Read(row.Policy), row);
        }

        // Past a change over which the person has yet to decide the version does not go: the server would not ask
        // again.
        if (!All.Any(field => field.Theirs is not null))
        {
            SeenVersion = Math.Max(SeenVersion, row.Version);
        }
    }

    /// <summary>
    /// The policy that is wanted, or null when something typed is not a number; the field then says so.
    /// </summary>
    public Policy? Wanted(Policy current)
    {
        Errors = [];
        var wanted = current;
        foreach (var field in All)
        {
            field.Error = null;
            if (field.Write(wanted) is { } next)
            {
                wanted = next;
            }
            else
            {
                field.Error = $"Enter a whole number between {field.Least} and {field.Most}.";
            }
        }

        return All.Any(field => field.Error is not null) ? null : wanted;
    }

    /// <summary>Shows a refusal beside the fields it names.</summary>
    public void Refuse(IReadOnlyList<Error> errors)
    {
        Errors = [.. errors.Where(error => All.All(field => field.Name != error.Field)).Select(error => error.Message)];
        foreach (var error in errors)
        {
            if (All.FirstOrDefault(field => field.Name == error.Field) is { } field)
            {
                field.Error = error is StaleEdit ? null : error.Message;
                if (error is StaleEdit stale)
                {
                    field.Theirs = $"{stale.ChangedBy} changed this to {stale.Current} while you were editing.";
                    field.Current = stale.Current;
                    field.DecideAt = stale.Version;
                }
            }
        }
    }

    /// <summary>The person insists on what is typed.</summary>
    public void KeepMine(PolicyField field) => Settle(field);

    /// <summary>The person takes the other's value.</summary>
    public void TakeTheirs(PolicyField field)
    {
        field.Value = field.Current;
        Settle(field);
    }

    /// <summary>What was sent stands in the policy now.</summary>
    public void Saved()
    {
        foreach (var field in All)
        {
            field.Current = field.Value;
        }
    }

    /// <summary>Puts everything back as it stands.</summary>
    public void Discard()
    {
        Errors = [];
        foreach (var field in All)
        {
            (field.Value, field.Error, field.Theirs) = (field.Current, null, null);
        }
    }

    private void Settle(PolicyField field)
    {
        field.Theirs = null;
        if (!All.Any(one => one.Theirs is not null))
        {
            SeenVersion = Math.Max(SeenVersion, All.Max(one => one.DecideAt));
        }
    }
}

/// <summary>One field of the policy, as text.</summary>
/// <param name="name">Name of the property of <see cref="Policy"/>.</param>
/// <param name="section">Heading it stands under.</param>
/// <param name="label">Label people see.</param>
/// <param name="unit">What is counted; null for a switch.</param>
/// <param name="least">Least number.</param>
/// <param name="most">Greatest number.</param>
internal sealed class PolicyField(
    string name,
    string section,
    string label,
    string? unit = null,
    int least = 0,
    int most = 0
)
{
    private readonly System.Reflection.PropertyInfo _property = typeof(Policy).GetProperty(name)!;

    public string Name { get; } = name;

    public string Section { get; } = section;

    public string Label { get; } = label;

    public string? Unit { get; } = unit;

    public int Least { get; } = least;

    public int Most { get; } = most;

    public string? Hint { get; init; }

    public bool IsSwitch => Unit is null;

    /// <summary>What is typed.</summary>
    public string Value { get; set; } = "";

    /// <summary>What stands in the policy.</summary>
    public string Current { get; set; } = "";

    public string? Error { get; set; }

    /// <summary>Says what somebody else made of it meanwhile, while one has yet to decide.</summary>
    public string? Theirs { get; set; }

    /// <summary>Version with which the decision is sent.</summary>
    public long DecideAt { get; set; }

    public bool IsTouched => Value.Trim() != Current;

    public bool IsOn
    {
        get => Value == bool.TrueString;
        set => Value = value ? bool.TrueString : bool.FalseString;
    }

    public string Read(Policy policy) =>
        Convert.ToString(_property.GetValue(policy), CultureInfo.InvariantCulture) ?? "";

    /// <summary>A policy with this field as typed, or null when it cannot be.</summary>
    public Policy? Write(Policy policy)
    {
        object value = IsOn;
        if (!IsSwitch)
        {
            if (!int.TryParse(Value.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            {
                return null;
            }

            value = number;
        }

        var changed = policy with { };
        _property.SetValue(changed, value);
        return changed;
    }

    public void Merge(string theirs, PolicyRow row)
    {
        if (theirs == Current)
        {
            return;
        }

        if (!IsTouched)
        {
            Value = theirs;
        }
        else if (Value.Trim() != theirs)
        {
            (Theirs, DecideAt) = ($"{row.ChangedBy} changed this to {theirs} while you were editing.", row.Version);
        }

        Current = theirs;
    }
}
