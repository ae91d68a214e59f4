using System.CommandLine;
using System.Globalization;
using UserAdmin.Anchors;
using UserAdmin.Monitoring;

namespace UserAdmin.Web.Startup;

/// <summary>What was kept of the log elsewhere, to compare it with.</summary>
/// <param name="Head">A position and hash that verify printed, or null.</param>
/// <param name="Anchors">Files of anchors, or folders with them.</param>
/// <param name="KeyFile">A PEM file with the public key, or null for the program's own.</param>
internal sealed record KeptHeads(LogHead? Head, IReadOnlyList<string> Anchors, string? KeyFile);

/// <summary>The parts of the command line that are about signed heads of the log.</summary>
internal static class Anchors
{
    /// <summary>The option that names anchors to compare the log with.</summary>
    public static Option<string[]> Kept()
    {
        var option = new Option<string[]>("--anchor")
        {
            Description =
                "Compare with a signed head that was kept elsewhere: its file, or a folder with many. Can be repeated.",
            HelpName = "file",
            Arity = ArgumentArity.OneOrMore,
        };
        option.Validators.Add(result =>
        {
            foreach (var token in result.Tokens)
            {
                if (!Path.Exists(token.Value))
                {
                    result.AddError($"There is no file or folder {token.Value}.");
                }
            }
        });
        return option;
    }

    /// <summary>The option that names the public key.</summary>
    public static Option<string> Key() =>
        new("--anchor-key")
        {
            Description = "Check signatures with this public key (PEM) instead of the program's own.",
            HelpName = "file",
        };

    /// <summary>The verb that prints the last anchor or the public key.</summary>
    public static Command Print(string[] settings)
    {
        var key = new Option<bool>("--public-key")
        {
            Description = "Print the public key instead, to keep it with the anchors.",
            Arity = ArgumentArity.Zero,
        };
        return Verbs.Run(
            new Command("anchor", "Print the last signed head of the event log, to keep it elsewhere; writes nothing.")
            {
                key,
            },
            settings,
            parsed =>
                Maintenance.WithHostAsync(
                    settings,
                    (services, _) =>
                    {
                        var anchors = services.GetRequiredService<IAnchorVerification>();
                        var text = parsed.GetValue(key) ? anchors.PublicKey() : anchors.Last()?.ToString();
                        return Task.FromResult(
                            text is null
                                ? CommandLine.Fail(
                                    "No head was signed yet. The running console signs one every hour, unless "
                                        + $"{AnchorOptions.Section}:Interval says otherwise, and when it stops."
                                )
                                : CommandLine.Say(text.TrimEnd('\n'))
                        );
                    }
                )
        );
    }

    /// <summary>Prints what the comparison with anchors and signatures has found, if there were any.</summary>
    public static void Say(AnchorVerdict verdict)
    {
        if (verdict.Anchors is [.., var last])
        {
            CommandLine.Say(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"It continues {verdict.Anchors.Count} kept anchor(s), the last one of position "
                        + $"{last.Head.Position}, signed on {last.SignedAt.UtcDateTime:yyyy-MM-dd HH:mm} UTC with the "
                        + $"key {verdict.KeyId}."
                )
            );
        }

        if (verdict.SignaturesChecked > 0)
        {
            CommandLine.Say(FormattableString.Invariant($"Good signatures in the log: {verdict.SignaturesChecked}."));
        }

        if (verdict.SignaturesOfOtherKeys > 0)
        {
            CommandLine.Say(
                FormattableString.Invariant($"Signatures in the log by other keys: {verdict.SignaturesOfOtherKeys}. ")
                    + "They were not checked; --anchor-key FILE checks those of that key."
            );
        }
    }
}
