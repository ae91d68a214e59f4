using CsCheck;

namespace UserAdmin.Tests.Properties;

/// <summary>What a step of a story wants.</summary>
internal enum Act
{
    Create,
    Email,
    Name,
    Phone,
    Profile,
    Disable,
    Enable,
    CreateRole,
    Assign,
    Remove,
    SignIn,
}

/// <summary>Which version an edit says it saw.</summary>
internal enum Seen
{
    Latest,
    Creation,
    Never,
}

/// <summary>One command, in numbers, so that a failing story shrinks well and reads well.</summary>
/// <param name="Act">What to do.</param>
/// <param name="User">Which of the few users it is about.</param>
/// <param name="Role">Which of the few roles; 0 is Administrator.</param>
/// <param name="Value">Which of the few values, valid and not.</param>
/// <param name="Fields">Profile fields to change besides the display name, as bits; for a new account, bit 0 is a
/// password.</param>
/// <param name="Seen">How fresh the sender's view is.</param>
internal sealed record Step(Act Act, int User, int Role, int Value, int Fields, Seen Seen);

/// <summary>One send: a command, or several in a set.</summary>
/// <param name="Sender">The user who sends it; −1 is the system.</param>
/// <param name="Steps">One, or several for a set.</param>
/// <param name="Repeats">0 for a command id of its own; 1 to 3 to send the turn that many before once more; 4 to 6 to
/// use the id of the turn that many before, less 3, for these steps.</param>
internal sealed record Turn(int Sender, Step[] Steps, int Repeats)
{
    public const int Users = 4;
    public const int Roles = 3;
    public const int Values = 8;

    // The last user is the one that the opening does not create.
    private static readonly Gen<int> _user = Gen.Frequency((6, Gen.Int[0, Users - 2]), (1, Gen.OneOf(Users - 1)));

    private static readonly Gen<Step> _step = Gen.Select(
        Gen.Frequency(
            (2, Gen.OneOf(Act.Create)),
            (12, Gen.OneOf(Act.Email, Act.Name, Act.Phone, Act.Profile)),
            (4, Gen.OneOf(Act.Disable, Act.Enable)),
            (5, Gen.OneOf(Act.CreateRole, Act.Assign, Act.Assign, Act.Remove)),
            (2, Gen.OneOf(Act.SignIn))
        ),
        _user,
        Gen.Int[0, Roles - 1],
        Gen.Int[0, Values - 1],
        Gen.Int[0, 7],
        Gen.OneOf(Seen.Latest, Seen.Latest, Seen.Creation, Seen.Never),
        (act, user, role, value, fields, seen) => new Step(act, user, role, value, fields, seen)
    );

    private static readonly Gen<Turn> _turn = Gen.Select(
        Gen.Frequency((2, Gen.OneOf(-1)), (1, _user)),
        Gen.Frequency((4, _step.Array[1]), (1, _step.Array[2, 4])),
        Gen.Frequency((6, Gen.OneOf(0)), (1, Gen.Int[1, 6])),
        (sender, steps, repeats) => new Turn(sender, steps, repeats)
    );

    // Random turns alone would mostly meet users that are not there. An administrator, an editor, one who gives roles,
    // one who may nothing.
    private static readonly Turn[] _opening =
    [
        new(-1, [new Step(Act.Create, 0, 0, 0, 1, Seen.Never)], 0),
        new(-1, [new Step(Act.Assign, 0, 0, 0, 0, Seen.Never)], 0),
        new(-1, [new Step(Act.Create, 1, 0, 2, 1, Seen.Never)], 0),
        new(-1, [new Step(Act.Create, 2, 0, 7, 6, Seen.Never)], 0),
        new(-1, [new Step(Act.CreateRole, 0, 1, 2, 0, Seen.Never)], 0),
        new(0, [new Step(Act.CreateRole, 0, 2, 7, 0, Seen.Never)], 0),
        new(0, [new Step(Act.Assign, 1, 1, 0, 0, Seen.Never), new Step(Act.Assign, 2, 2, 0, 0, Seen.Never)], 0),
    ];

    /// <summary>A sequence of sends, valid and not, stale and fresh, repeated and new.</summary>
    public static Gen<Turn[]> Story(int longest) =>
        Gen.Select(
            Gen.Frequency((3, Gen.OneOf(_opening.Length)), (1, Gen.Int[0, _opening.Length])),
            _turn.Array[0, longest],
            (opening, turns) => (Turn[])[.. _opening[..opening], .. turns]
        );

    public static string Print(Turn[] story) =>
        string.Join(
            Environment.NewLine,
            story.Select(turn =>
                $"new({turn.Sender}, [{string.Join(", ", turn.Steps.Select(Print))}], {turn.Repeats}),"
            )
        );

    private static string Print(Step step) =>
        $"new(Act.{step.Act}, {step.User}, {step.Role}, {step.Value}, {step.Fields}, Seen.{step.Seen})";
}
