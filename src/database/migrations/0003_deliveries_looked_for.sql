-- Until when the forge has been asked for deliveries that it could not bring; at most one row.
create table deliveries_looked_for (
  singleton boolean primary key default true check (singleton),
  until timestamptz not null
);
