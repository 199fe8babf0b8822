// cmi5 1.0 for the shell: fetch once, launch data, preferences, initialized, answered, completed, passed, terminated.
// https://github.com/AICC/CMI-5_Spec_Current, sections 8 to 10.
window.curriculumCmi5 = function (shell) {
  "use strict";
  var query = new URLSearchParams(location.search);
  var endpoint = query.get("endpoint").replace(/\/?$/, "/");
  var actor = JSON.parse(query.get("actor"));
  var registration = query.get("registration"), activity = query.get("activityId");
  var token = "", launch = {}, queue = Promise.resolve(), sent = {}, kept = null;
  var VERB = "http://adlnet.gov/expapi/verbs/", CONTEXT = "https://w3id.org/xapi/cmi5/context/";

  function call(path, options) {
    options.headers = Object.assign({ "X-Experience-API-Version": "1.0.3", Authorization: "Basic " + token }, options.headers);
    return fetch(endpoint + path, options);
  }

  function later(work) { queue = queue.then(work, work).catch(function () {}); return queue; }

  function stateOf(id) {
    return "activities/state?" + new URLSearchParams({ activityId: activity, agent: JSON.stringify(actor), registration: registration, stateId: id });
  }

  function uuid() {
    return crypto.randomUUID ? crypto.randomUUID() : "xxxxxxxx-xxxx-4xxx-8xxx-xxxxxxxxxxxx".replace(/x/g, function () {
      return Math.floor(Math.random() * 16).toString(16);
    });
  }

  function statement(verb, more) {
    var context = JSON.parse(JSON.stringify(launch.contextTemplate || {}));
    context.registration = registration;
    context.contextActivities = context.contextActivities || {};
    var category = [].concat(context.contextActivities.category || []);
    if (verb !== "answered") category.push({ id: CONTEXT + "categories/cmi5" });
    if (verb === "completed" || verb === "passed" || verb === "failed") category.push({ id: CONTEXT + "categories/moveon" });
    context.contextActivities.category = category;
    var made = { id: uuid(), actor: actor, verb: { id: VERB + verb }, object: { id: activity, objectType: "Activity" }, context: context, timestamp: new Date().toISOString() };
    if (verb !== "initialized") made.result = { duration: "PT" + (shell.duration() / 1000).toFixed(2) + "S" };
    return Object.assign(made, more(made) || {});
  }

  function send(verb, more, keepalive) {
    var made = statement(verb, more || function () {});
    return call("statements?statementId=" + made.id, {
      method: "PUT", keepalive: Boolean(keepalive), body: JSON.stringify(made), headers: { "Content-Type": "application/json" }
    });
  }

  function once(verb, more, keepalive) {
    if (sent[verb]) return;
    sent[verb] = true;
    later(function () { return send(verb, more, keepalive); });
  }

  function isNormal() { return (launch.launchMode || "Normal") === "Normal"; }

  return {
    start: function (go) {
      later(async function () {
        token = (await (await fetch(query.get("fetch"), { method: "POST" })).json())["auth-token"];
        launch = await (await call(stateOf("LMS.LaunchData"), {})).json();
        await call("agents/profile?" + new URLSearchParams({ agent: JSON.stringify(actor), profileId: "cmi5LearnerPreferences" }), {});
        await send("initialized", function () {});
        var own = await call(stateOf("curriculum"), {});
        var found = own.ok ? await own.json() : {};
        (found.sent || []).forEach(function (verb) { sent[verb] = true; });
        if (launch.returnURL) leave(launch.returnURL);
        go(found.state || "");
      });
    },
    save: function (now) {
      if (now.completed && isNormal()) once("completed", function (made) { return { result: { duration: made.result.duration, completion: true } }; });
      if (now.passed && isNormal()) {
        once("passed", function (made) {
          if (launch.masteryScore) made.context.extensions = Object.assign({}, made.context.extensions, { "https://w3id.org/xapi/cmi5/context/extensions/masteryscore": launch.masteryScore });
          return { result: { duration: made.result.duration, success: true, score: { scaled: now.score } }, context: made.context };
        });
      }
      var text = JSON.stringify({ state: shell.encode(200000), sent: Object.keys(sent).filter(function (v) { return v === "completed" || v === "passed"; }) });
      if (text === kept) return;
      kept = text;
      later(function () { return call(stateOf("curriculum"), { method: "PUT", body: text, headers: { "Content-Type": "application/json" } }); });
    },
    interaction: function (id, box, right) {
      later(function () {
        return send("answered", function (made) {
          return {
            object: { id: activity + "/" + encodeURIComponent(id), objectType: "Activity", definition: { type: "http://adlnet.gov/expapi/activities/cmi.interaction", interactionType: shell.isChoice(box) ? "choice" : "other" } },
            result: { duration: made.result.duration, success: right, response: shell.isChoice(box) ? shell.chosen(box, "[,]") : shell.plainAnswer(box) }
          };
        });
      });
    },
    finish: function () { once("terminated", null, true); return queue; }
  };

  // A way back, where the learning system asks for one.
  function leave(address) {
    if (!/^https?:/i.test(address)) return;
    var button = document.createElement("button");
    button.textContent = shell.plan.words.leave;
    button.addEventListener("click", function () {
      shell.end();
      queue.then(function () { location.href = address; });
    });
    document.body.prepend(button);
  }
};
