"""SCIP on an MPS file, one thread."""

import pyscipopt

import peer


def search(file, clock):
    scip = pyscipopt.Model()
    scip.hideOutput()
    scip.readProblem(file)
    clock.restart()
    scip.setParam("timing/clocktype", 1)
    scip.setParam("limits/time", clock.limit)
    scip.optimize()
    has_plan = scip.getNSols() > 0
    value = scip.getObjVal() if has_plan else None
    return scip.getStatus(), value, peer.finite(scip.getDualbound())


peer.main("SCIP", pyscipopt.Model().version(), 1, search)
