using CsCheck;

namespace UserAdmin.Tests.Properties;

/// <summary>The action of a step.</summary>
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

/// <summary>The version that an edit claims to be based on.</summary>
internal enum Seen
{
    Latest,
    Creation,
    Never,
}

/// <summary>One command, encoded in numbers so that a failing story shrinks well and is easy to read.</summary>
/// <param name="Act">The action.</param>
/// <param name="User">Index of the user.</param>
/// <param name="Role">Index of the role; 0 is Administrator.</param>
/// <param name="Value">Index of the value; some values are invalid.</param>
/// <param name="Fields">Bits for the profile fields to change besides the display name; for a new account, bit 0 stands
/// for a password.</param>
/// <param name="Seen">The version that the sender has seen.</param>
internal sealed record Step(Act Act, int User, int Role, int Value, int Fields, Seen Seen);

/// <summary>One send: a single command or a command set.</summary>
/// <param name="Sender">The user who sends it; −1 is the system.</param>
/// <param name="Steps">One step, or several for a set.</param>
/// <param name="Repeats">0 for a new command id; 1 to 3 to send the turn from that many turns ago again; 4 to 6 to send
/// these steps with the id of the turn from 1 to 3 turns ago.</param>
internal sealed record Turn(int Sender, Step[] Steps, int Repeats)
{
    public const int Users = 4;
    public const int Roles = 3;
    public const int Values = 8;

    // The opening creates every user except the last.
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

    // Most random turns alone would refer to users that do not exist. The opening creates an administrator, an editor
    // and a user who assigns roles.
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

    /// <summary>
    /// Generates a sequence of sends: valid and invalid, based on old and new versions, repeated and new.
    /// </summary>
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
