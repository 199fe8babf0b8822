-- The plain rules as a competent analyst would write them for DuckDB. Left out: reasons, due dates, statuses, rules over
-- columns but exact ones, leave, exemptions, units, test-outs, revocations, versions, equivalents, merged ids, alternatives
-- (the cheapest way to each level is precomputed in `ladder`), bad rows. Tables of the rules come from bench/flat.py.
create temp table roster as
  select id, access, department, job_title, roles, row_number() over () as person
  from read_csv('{root}/people/roster.csv', all_varchar = true, header = true)
  where (ends_on is null or ends_on >= '{day}') and (starts_on is null or starts_on <= '{day}');
create temp table signature as
  select row_number() over () as sig, access, department, job_title, coalesce(roles, '') as roles, count(*) as people
  from roster group by all;
create temp table held as
  select person, competency, max(rank) as rank from (
    select r.person, t.competency, t.rank
    from read_csv('{root}/people/evidence.csv', all_varchar = true, header = true) e
    join roster r on r.id = e.person
    join teaches t on t.module = e.module
    where e.outcome in ('completed', 'passed') and e.on <= '{day}' and e.on >= t.counts_from
  ) group by all;
create temp table required as
  with roles_of as (
    select sig, trim(unnest(string_split(roles, ';'))) as role from signature
    union select s.sig, h.role from signature s join held_by h
      on h.department = s.department and s.job_title = h.job_title
  )
  select sig, competency, max(rank) as rank from (
    select r.sig, q.competency, q.rank from roles_of r join role_requires q on q.role = r.role
    union all
    select s.sig, q.competency, q.rank from signature s join floor_requires q on q.access = s.access or q.access = '*'
  ) group by all;
create temp table person_sig as
  select r.person, s.sig from roster r join signature s
    on s.access is not distinct from r.access and s.department is not distinct from r.department
    and s.job_title is not distinct from r.job_title and s.roles = coalesce(r.roles, '');
create temp table path as
  with recursive need(person, competency, rank) as (
    select p.person, q.competency, q.rank from person_sig p join required q using (sig)
    union
    select n.person, w.needs, w.rank
    from need n
    left join held h on h.person = n.person and h.competency = n.competency
    join waits w on w.competency = n.competency and w.step <= n.rank and w.step > coalesce(h.rank, 0)
  )
  select distinct n.person, l.module, l.level, l.minutes
  from (select person, competency, max(rank) as rank from need group by all) n
  left join held h on h.person = n.person and h.competency = n.competency
  join ladder l on l.competency = n.competency and l.step <= n.rank and l.step > coalesce(h.rank, 0);
select level, sum(minutes) as minutes, count(distinct person) as people from path group by level order by level;
