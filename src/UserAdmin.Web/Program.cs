return await UserAdmin.Web.Startup.CommandLine.RunAsync(args);
