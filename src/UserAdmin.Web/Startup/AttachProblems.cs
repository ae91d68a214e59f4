using UserAdmin.Attaching;
using UserAdmin.Storage;

namespace UserAdmin.Web.Startup;

/// <summary>Says which rows of an application do not fit, and what follows from it.</summary>
internal static class AttachProblems
{
    private const int LongestLine = 100;

    /// <summary>Returns the number and the problem, and in rows of their own the examples.</summary>
    public static IEnumerable<string[]> Rows(ExaminationProblem problem, IdentityShape shape) =>
        [
            [AttachReport.WordOf(problem.Table), AttachReport.Number(problem.Count), Sentence(problem, shape)],
            .. Lines(problem).Select(line => (string[])[$"  {line}"]),
        ];

    private static string Sentence(ExaminationProblem problem, IdentityShape shape) =>
        problem.Kind switch
        {
            ExaminationProblemKind.SameName => "share a normalised name, so Identity finds only one of them.",
            ExaminationProblemKind.SameEmail => "share an address, so Identity cannot find any of them by it.",
            ExaminationProblemKind.NameNotNormalized =>
                "have a normalised name that is empty or another one, so Identity does not find them by name.",
            ExaminationProblemKind.EmailNotNormalized =>
                "have a normalised address that is empty or another one, so Identity does not find them by it.",
            ExaminationProblemKind.NoUserName => "have no user name.",
            ExaminationProblemKind.NoSecurityStamp => "have no security stamp, so Identity refuses to sign them in.",
            ExaminationProblemKind.UnreadableLockoutEnd => "have a lockout whose end is no point in time.",
            ExaminationProblemKind.NoSuchUser => "belong to accounts that do not exist.",
            ExaminationProblemKind.NoSuchRole => "belong to roles that do not exist.",
            _ => "or roles have keys in lower case and others in upper case; "
                + (
                    shape.Key == IdentityKey.Uuid
                        ? "an application with uuid keys cannot change them, or say --keys text."
                        : "if the application has uuid keys, say --keys uuid."
                ),
        };

    private static List<string> Lines(ExaminationProblem problem)
    {
        List<string> lines = [problem.Count > problem.Examples.Count ? "such as" : "keys   "];
        foreach (var example in problem.Examples)
        {
            if (lines[^1].Length + example.Length > LongestLine)
            {
                lines.Add("       ");
            }

            lines[^1] += $" {example}";
        }

        return lines;
    }
}
