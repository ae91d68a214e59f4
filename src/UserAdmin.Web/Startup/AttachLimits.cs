using UserAdmin.Attaching;
using UserAdmin.Storage;

namespace UserAdmin.Web.Startup;

/// <summary>Says what a console that is attached to a database cannot do, and why.</summary>
internal static class AttachLimits
{
    /// <summary>Returns it: what, and why.</summary>
    public static IEnumerable<string[]> Of(Examination found, IdentityShape shape)
    {
        List<string[]> limits =
        [
            .. found.Missing.Select(kind => Missing(kind, shape)),
            .. Required(found),
            .. shape
                .Extras.Where(extra => !AccountAttribute.IsReadable(extra))
                .Select(extra =>
                    (string[])
                        [
                            $"Show {extra.Name}",
                            AccountAttribute.IsSecret(extra.Name)
                                ? "Its name says that it is a secret, so it is not read."
                                : $"Values of {extra.StoreType} are not read.",
                        ]
                ),
        ];
        if (found.Rights is { Who: { } who } rights)
        {
            limits.AddRange(Rights(who, rights));
        }

        return limits.Count == 0
            ?
            [
                ["There is nothing that it cannot do."],
            ]
            : limits;
    }

    private static string[] Missing(IdentityTableKind kind, IdentityShape shape) =>
        kind == IdentityTableKind.UserPasskeys
            ?
            [
                "Passkeys",
                shape.SchemaVersion == 3
                    ? "There is no table for them."
                    : "There is no table for them; Identity's schema version 3 has one.",
            ]
            : [AttachReport.WordOf(kind), "There is no table for them."];

    private static IEnumerable<string[]> Required(Examination found) =>
        found.Required.Count == 0
            ? []
            :
            [
                [
                    "Create accounts",
                    $"{Names(found.Required.Select(extra => extra.Name))}: required, and not read here.",
                ],
            ];

    private static IEnumerable<string[]> Rights(string who, ExaminationRights rights)
    {
        if (rights.NoTriggers.Count > 0)
        {
            yield return
            [
                "See changes at once",
                "Without triggers, rows are compared every few minutes. To allow them:",
            ];
            yield return [Grant("TRIGGER", rights.NoTriggers, who)];
        }

        if (rights.NoWriting.Count > 0)
        {
            yield return ["Change everything", $"{who} may not write to all tables. To allow it:"];
            yield return [Grant("INSERT, UPDATE, DELETE", rights.NoWriting, who)];
        }

        if (rights.Hidden.Count > 0)
        {
            yield return
            [
                "See every row",
                $"Row-level security applies to {who}. Use a role with BYPASSRLS, or add a policy for this one, on:",
            ];
            yield return [$"  {Names(rights.Hidden)}"];
        }
    }

    // In a line of its own, to be copied.
    private static string Grant(string privileges, IEnumerable<string> tables, string who) =>
        $"  GRANT {privileges} ON {Names(tables)} TO \"{who}\";";

    private static string Names(IEnumerable<string> names) => string.Join(", ", names);
}
