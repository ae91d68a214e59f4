using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using UserAdmin.Storage;

namespace UserAdmin.Applications.Requests;

/// <summary>Registers the log of requests of applications.</summary>
internal static class RequestLogServices
{
    public static IServiceCollection AddRequestLog(this IServiceCollection services) =>
        services
            .AddSingleton<RequestLog>()
            .AddSingleton<RequestLogRunner>()
            .AddSingleton<IRequestReader, RequestReader>();
}

/// <summary>Maps the log of requests to its table.</summary>
internal sealed class RequestMapping : IWriteMapping
{
    public void Write(ModelBuilder builder, WriteContext context) =>
        builder.Entity<ApplicationRequest>(request =>
        {
            request.ToTable("ApplicationRequests").HasKey(row => row.Id);
            request.Property(row => row.At).HasConversion<UtcTicks>();
            request.HasIndex(row => new { row.ApplicationId, row.At });
            request
                .HasOne<Application>()
                .WithMany()
                .HasForeignKey(row => row.ApplicationId)
                .OnDelete(DeleteBehavior.Cascade);
        });
}
