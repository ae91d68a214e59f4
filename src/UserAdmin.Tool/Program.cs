using UserAdmin.Tool;

return await ToolRun.RunAsync(args, ToolEnvironment.OfThisProcess());
