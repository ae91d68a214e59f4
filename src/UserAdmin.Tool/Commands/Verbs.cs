using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace UserAdmin.Tool.Commands;

/// <summary>Makes commands, with the options that all of their kind have.</summary>
/// <param name="environment">What is around the tool.</param>
/// <param name="options">The common options.</param>
internal sealed class Verbs(ToolEnvironment environment, ToolOptions options)
{
    private readonly Dictionary<Command, IReadOnlyList<string>> _examples = [];

    /// <summary>The common options.</summary>
    public ToolOptions Options => options;

    /// <summary>What is around the tool.</summary>
    public ToolEnvironment Environment => environment;

    /// <summary>Returns a command that has others.</summary>
    public static Command Group(string name, string description, params IEnumerable<Command> commands)
    {
        var group = new Command(name, description);
        foreach (var command in commands)
        {
            group.Add(command);
        }

        return group;
    }

    /// <summary>Returns a command that changes nothing.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="description">What it does.</param>
    /// <param name="run">Does it.</param>
    /// <param name="examples">Examples, one a line.</param>
    /// <param name="parts">Its arguments and options.</param>
    public Command Query(
        string name,
        string description,
        Func<Call, Task> run,
        string examples,
        params IEnumerable<Symbol> parts
    )
    {
        var command = new Command(name, description);
        foreach (var part in parts)
        {
            if (part is Argument argument)
            {
                command.Add(argument);
            }
            else
            {
                command.Add((Option)part);
            }
        }

        command.SetAction(
            async (parsed, cancellation) =>
            {
                using var call = new Call(environment, options, parsed, cancellation);
                await run(call);
                return (int)ExitCode.Done;
            }
        );
        _examples[command] = examples.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return command;
    }

    /// <summary>Returns a command that changes something: with a reason and a key of its own.</summary>
    public Command Change(
        string name,
        string description,
        Func<Call, Task> run,
        string examples,
        params IEnumerable<Symbol> parts
    ) => Query(name, description, run, examples, [.. parts, options.Reason, options.IdempotencyKey]);

    /// <summary>Returns a command that lists something that may be long.</summary>
    public Command List(
        string name,
        string description,
        Func<Call, Task> run,
        string examples,
        params IEnumerable<Symbol> parts
    ) => Query(name, description, run, examples, [.. parts, options.Limit, options.All, options.Columns]);

    /// <summary>Lets the help of a command end with its examples.</summary>
    /// <param name="root">The root.</param>
    public void AddExamplesTo(Command root)
    {
        foreach (var help in root.Options.OfType<HelpOption>())
        {
            help.Action = new HelpWithExamples((HelpAction)help.Action!, _examples);
        }
    }

    private sealed class HelpWithExamples(HelpAction help, Dictionary<Command, IReadOnlyList<string>> examples)
        : SynchronousCommandLineAction
    {
        public override bool ClearsParseErrors => true;

        public override int Invoke(ParseResult parseResult)
        {
            var code = help.Invoke(parseResult);
            if (examples.TryGetValue(parseResult.CommandResult.Command, out var lines))
            {
                var output = parseResult.InvocationConfiguration.Output;
                output.WriteLine("Examples:");
                foreach (var line in lines)
                {
                    output.WriteLine($"  {line.Trim()}");
                }

                output.WriteLine();
            }

            return code;
        }
    }
}
