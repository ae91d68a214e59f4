using UserAdmin.Storage;

namespace UserAdmin.Attaching;

/// <summary>The type of the keys of a database.</summary>
/// <param name="Key">The type.</param>
/// <param name="Problem">Keys that do not fit it, or null.</param>
/// <param name="Refusal">Why it could not be decided as asked for; null if it could.</param>
internal sealed record KeyDecision(IdentityKey Key, ExaminationProblem? Problem = null, string? Refusal = null)
{
    /// <summary>Decides.</summary>
    /// <param name="database">The database.</param>
    /// <param name="tables">The tables of users and roles.</param>
    /// <param name="declared">What the columns are declared as.</param>
    /// <param name="asked">What a person said.</param>
    public static KeyDecision Of(
        IExaminedDatabase database,
        IReadOnlyList<IdentityTable> tables,
        IdentityKey declared,
        IdentityKey? asked
    )
    {
        if (database.IsStrict || declared != IdentityKey.Text)
        {
            return new(
                declared,
                Refusal: asked is null || asked == declared
                    ? null
                    : $"The keys are declared as {Word(declared)}, so --keys {Word(asked.Value)} cannot be right. "
                        + "Leave --keys out; it is for text keys of SQLite."
            );
        }

        var values = database.CountKeys(tables);
        var others = values.Total - values.Upper - values.Lower;
        var key =
            asked
            // Programs with text keys make UUIDs in lower case, and Entity Framework stores a uuid in upper case.
            ?? (others == 0 && values.Upper > values.Lower ? IdentityKey.Uuid : IdentityKey.Text);
        return key == IdentityKey.Uuid && others > 0
                ? new(
                    key,
                    Refusal: FormattableString.Invariant(
                        $"{others} of {values.Total} keys are no UUIDs, so --keys uuid cannot be right."
                    )
                )
            : values.Upper > 0 && values.Lower > 0 && others == 0
                ? new(
                    key,
                    new(
                        ExaminationProblemKind.LowerCaseKey,
                        IdentityTableKind.Users,
                        values.Lower,
                        values.LowerExamples
                    )
                )
            : new(key);
    }

    /// <summary>Returns how <c>--keys</c> and the report call a type.</summary>
    public static string Word(IdentityKey key) =>
        key switch
        {
            IdentityKey.Text => "text",
            IdentityKey.Uuid => "uuid",
            IdentityKey.Int => "int",
            _ => "bigint",
        };
}
