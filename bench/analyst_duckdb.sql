-- The plain rules as a competent analyst would write them for DuckDB. Left out: reasons, due dates, statuses, rules over
-- columns but exact ones, leave, exemptions, units, test-outs, revocations, versions, equivalents, merged ids, alternatives
-- (the cheapest way to each level is precomputed in `ladder`), bad rows. Tables of the rules come from bench/flat.py.
-- All but `held`, `removed` and what follows is by signature (equal cells of the roster). The simpler way, a recursion
-- over people and all they need, takes several times as long.
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
create temp table base as
  with recursive need(sig, competency, rank) as (
    select sig, competency, rank from required
    union
    select n.sig, w.needs, w.rank from need n join waits w on w.competency = n.competency and w.step <= n.rank
  )
  select n.sig, l.*
  from (select sig, competency, max(rank) as rank from need group by all) n
  join ladder l on l.competency = n.competency and l.step <= n.rank;
create temp table asked_by as
  select *, count(*) over (partition by sig, needs, lower) as waiting from (
    select distinct b.sig, b.competency, b.step, w.needs, l.step as lower
    from base b
    join waits w on w.competency = b.competency and w.step = b.step
    join base l on l.sig = b.sig and l.competency = w.needs and l.step <= w.rank
    left join required q on q.sig = b.sig and q.competency = w.needs
    where l.step > coalesce(q.rank, 0)
  );
create temp table removed as
  select p.person, p.sig, b.competency, b.step
  from held h
  join person_sig p on p.person = h.person
  join base b on b.sig = p.sig and b.competency = h.competency and b.step <= h.rank;
-- repeat
insert into removed
  select n.person, n.sig, n.needs, n.lower from (
    select r.person, r.sig, a.needs, a.lower
    from removed r join asked_by a on a.sig = r.sig and a.competency = r.competency and a.step = r.step
    group by r.person, r.sig, a.needs, a.lower
    having count(*) = any_value(a.waiting)
  ) n anti join removed d on d.person = n.person and d.competency = n.needs and d.step = n.lower;
create temp table modules as
  select sig, module, level, minutes, count(*) as steps from base group by all;
create temp table gone as
  select r.person, r.sig, m.module, m.level, m.minutes
  from removed r
  join base b on b.sig = r.sig and b.competency = r.competency and b.step = r.step
  join modules m on m.sig = b.sig and m.module = b.module
  group by all
  having count(*) = any_value(m.steps);
with levels as (
  select m.sig, m.level, sum(m.minutes) as minutes, count(*) as modules, any_value(n.people) as people
  from modules m join (select sig, count(*) as people from person_sig group by sig) n on n.sig = m.sig
  group by all
), free as (
  select l.level, count(*) as people
  from (select person, sig, level, count(*) as modules from gone group by all) g
  join levels l on l.sig = g.sig and l.level = g.level and l.modules = g.modules
  group by all
), less as (
  select level, sum(minutes) as minutes from gone group by all
)
select l.level, sum(l.minutes * l.people) - coalesce(any_value(s.minutes), 0) as minutes,
  sum(l.people) - coalesce(any_value(f.people), 0) as people
from levels l left join less s on s.level = l.level left join free f on f.level = l.level
group by l.level order by l.level;
