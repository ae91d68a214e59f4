return await UserAdmin.Web.Startup.CommandLine.RunAsync(args);

// A public one would be in the way of those of the applications that the console lives in.
internal sealed partial class Program;
