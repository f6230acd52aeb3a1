using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace HotspotManager.Core.Store;

/// <summary>
/// The one store. Each domain folder maps its own entities (<see cref="IEntityTypeConfiguration{TEntity}"/>), so this class knows none of them:
/// read with <c>db.Set&lt;Voucher&gt;()</c>. Instants are <see cref="DateTimeOffset"/> in code and unix milliseconds in the database.
/// </summary>
public sealed class HotspotDb(DbContextOptions<HotspotDb> options) : DbContext(options)
{
    protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.ApplyConfigurationsFromAssembly(typeof(HotspotDb).Assembly);

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) =>
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UnixMillisecondsConverter>();

    protected override void OnConfiguring(DbContextOptionsBuilder optionsBuilder) =>
        // Migrations are written by hand, so there is no model snapshot to compare with; a test compares the migrated schema with the model instead.
        optionsBuilder.ConfigureWarnings(w => w.Ignore(RelationalEventId.PendingModelChangesWarning));

    public bool IsPostgres => Database.IsNpgsql();
}

/// <summary>Instants as unix milliseconds, UTC.</summary>
public sealed class UnixMillisecondsConverter()
    : ValueConverter<DateTimeOffset, long>(v => v.ToUnixTimeMilliseconds(), v => DateTimeOffset.FromUnixTimeMilliseconds(v));

/// <summary>How long some rows live.</summary>
public sealed record RetentionRule(string Column, int Days, string? OnlyWhere);

/// <summary>Retention beside the mapping: Upkeep deletes rows whose time column is older.</summary>
public static class RetentionMapping
{
    public const string Rules = "hotspot:retention";

    /// <summary>The rules of a table; none: its rows are set-up.</summary>
    public static IReadOnlyList<RetentionRule> Of(IReadOnlyEntityType entity) => entity.FindAnnotation(Rules)?.Value as RetentionRule[] ?? [];

    /// <summary>Rows are deleted once <paramref name="column"/> is more than <paramref name="days"/> days ago and <paramref name="onlyWhere"/> (SQL, optional) holds. May be called again for other rows.</summary>
    public static EntityTypeBuilder<T> KeepDays<T>(this EntityTypeBuilder<T> entity, string column, int days, string? onlyWhere = null) where T : class
    {
        entity.HasAnnotation(Rules, Of(entity.Metadata).Append(new RetentionRule(column, days, onlyWhere)).ToArray());
        return entity;
    }
}
