-- What becomes of a comment when newer ones say the same: it stays, is deleted, or is folded away.
alter table comments add column strategy text not null default 'minimize'
  check (strategy in ('append', 'delete', 'minimize'));
