-- Why a session that was signed out is noted: its cookie is signed, and would be good again at another console, or after a restart.
create table if not exists ended_console_sessions (id uuid primary key, expires_at timestamptz not null);
